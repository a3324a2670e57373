// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/bench/subjects.h"

#include "model/base/log.h"
#include "model/files/weight_source.h"
#include "model/torch/encoder_torch.h"
#include "model/torch/onednn/processor.h"
#include "model/torch/runtime.h"
#include "model/torch/train/initial.h"
#include "model/torch/weights.h"

namespace calotype::bench {

Result<torch::Device> deviceNamed(const std::string& name) {
  return model::chooseDevice(name == "cuda" ? model::Device::Cuda : model::Device::Cpu);
}

Result<std::vector<model::Precision>> precisionsOf(const std::vector<std::string>& names,
                                                   torch::Device device) {
  std::vector<model::Precision> found;
  for (const auto& name : names) {
    const auto precision = model::precisionNamed(name);
    if (!precision || *precision == model::Precision::Automatic)
      return fail(Code::InvalidArgument,
                  name + " is no precision; there are fp32, bf16, int8 and fp16.");
    const bool can = device.is_cuda() ? *precision != model::Precision::Int8
                                      : model::onednn::supports(*precision);
    if (can) found.push_back(*precision);
  }
  return found;
}

Result<TimedModel> TimedModel::open(const std::string& folderOrName, torch::Device device) {
  TimedModel timed;
  timed.device_ = device;
  auto named = model::ModelSpec::named(folderOrName);
  timed.random_ = named.has_value();
  if (named) {
    timed.spec_ = std::move(*named);
  } else {
    CALOTYPE_TRY(timed.spec_, model::ModelSpec::open(folderOrName));
  }
  return timed;
}

Result<model::Clip> TimedModel::plain() const {
  return model::guardTorch([&]() -> Result<model::Clip> {
    model::Clip clip(spec_);
    if (random_) {
      model::initialise(clip, spec_, 1);
    } else {
      CALOTYPE_TRY(const auto source, model::WeightSource::open(spec_));
      CALOTYPE_CHECK(model::fill(*clip, {}, source));
    }
    clip->eval();
    clip->to(device_);
    return clip;
  });
}

Result<std::unique_ptr<model::Encoder>> TimedModel::packed(model::Precision precision,
                                                           int threads) const {
  CALOTYPE_TRY(auto clip, plain());
  return model::guardTorch([&]() -> Result<std::unique_ptr<model::Encoder>> {
    return model::makeTorchEncoder(spec_, std::move(clip), device_, precision, threads);
  });
}

Result<std::unique_ptr<model::Encoder>> TimedModel::asOpened(model::Precision precision,
                                                             int threads) const {
  if (random_) return nullptr;
  model::InstalledModel known;
  known.spec = spec_;
  known.knownSound = true;
  const auto device = device_.is_cuda() ? model::Device::Cuda : model::Device::Cpu;
  const model::EncoderOptions options{device, precision, threads};
  return model::openTorchEncoder({known, options, logFor("bench")});
}

std::function<void()> onTeam(int threads, std::function<void()> run) {
  return [threads, run = std::move(run)] {
    const int before = at::get_num_threads();
    at::set_num_threads(threads);
    run();
    at::set_num_threads(before);
  };
}

}  // namespace calotype::bench
