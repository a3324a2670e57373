// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <optional>
#include <string>

#include "model/base/result.h"
#include "model/files/weight_source.h"
#include "model/precision.h"
#include "model/torch/clip.h"

namespace calotype::model {

/// A model's two towers, each read from the weights and laid out for the device when it is first
/// needed: who searches by words need not wait for the other one. One thread; LibTorch's exceptions
/// get out.
class Towers {
 public:
  /// Of towers that are filled already, and stay. precision: one that the device can do.
  Towers(ModelSpec spec, Clip filled, torch::Device device, Precision precision);
  /// Of a model's files, which stay open. Both towers are read at once, or, when the files are
  /// known to be sound, later.
  static Result<Towers> open(ModelSpec spec, torch::Device device, Precision precision,
                             bool knownSound);

  const ModelSpec& spec() const { return spec_; }

  Status needImages() { return need(visual_, *clip_->visual, "visual."); }
  Status needTexts() { return need(text_, *clip_->text, "text."); }

  /// Only what was needed may be used.
  ClipImpl& clip() { return *clip_; }
  float logitScale() const { return logitScale_; }
  /// What pixels come in, and vectors go out: of a graphics processor the arithmetic's own.
  torch::Dtype inputs() const;

  /// Gives the towers' memory back until they are needed again.
  void rest();

 private:
  Towers(ModelSpec spec, WeightSource source, torch::Device device, Precision precision);
  Status need(bool& ready, torch::nn::Module& tower, const std::string& path);
  void prepare(torch::nn::Module& tower) const;

  ModelSpec spec_;
  std::optional<WeightSource> source_;
  torch::Device device_;
  Precision precision_;
  Clip clip_;
  bool visual_ = false, text_ = false;  // filled and laid out
  float logitScale_ = 1;
};

}  // namespace calotype::model
