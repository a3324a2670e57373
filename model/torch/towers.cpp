// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/torch/towers.h"

#include <malloc.h>

#include <cmath>
#include <utility>

#include "model/torch/onednn/pack.h"
#include "model/torch/weights.h"

namespace calotype::model {

Towers::Towers(ModelSpec spec, Clip filled, torch::Device device, Precision precision)
    : spec_(std::move(spec)),
      device_(device),
      precision_(precision),
      clip_(std::move(filled)),
      visual_(true),
      text_(true),
      logitScale_(clip_->logit_scale.exp().item<float>()) {
  prepare(*clip_->visual);
  prepare(*clip_->text);
}

Towers::Towers(ModelSpec spec, WeightSource source, torch::Device device, Precision precision)
    : spec_(std::move(spec)),
      source_(std::move(source)),
      device_(device),
      precision_(precision),
      clip_(spec_) {}

Result<Towers> Towers::open(ModelSpec spec, torch::Device device, Precision precision,
                            bool knownSound) {
  CALOTYPE_TRY(auto source, WeightSource::open(spec));
  CALOTYPE_TRY(const auto scale, source.tensor(nameInFile("logit_scale"), {}));
  Towers towers(std::move(spec), std::move(source), device, precision);
  towers.logitScale_ = std::exp(scale.data.front());
  if (!knownSound) {
    CALOTYPE_CHECK(towers.needImages());
    CALOTYPE_CHECK(towers.needTexts());
  }
  return towers;
}

Status Towers::need(bool& ready, torch::nn::Module& tower, const std::string& path) {
  if (ready) return {};
  CALOTYPE_CHECK(fill(tower, path, *source_));
  prepare(tower);
  ready = true;
  return {};
}

torch::Dtype Towers::inputs() const {
  if (device_.is_cpu() || precision_ == Precision::Float32) return torch::kFloat;
  return precision_ == Precision::Bf16 ? torch::kBFloat16 : torch::kHalf;
}

void Towers::prepare(torch::nn::Module& tower) const {
  tower.eval();
  tower.to(device_);
  if (device_.is_cpu()) return onednn::pack(tower, precision_);
  tower.to(inputs());
  for (auto& parameter : tower.parameters())
    if (parameter.dim() == 4)
      parameter.set_data(parameter.data().contiguous(at::MemoryFormat::ChannelsLast));
}

void Towers::rest() {
  if (!source_ || (!visual_ && !text_)) return;
  clip_ = Clip(spec_);
  visual_ = text_ = false;
  ::malloc_trim(0);
}

}  // namespace calotype::model
