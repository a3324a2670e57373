// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/encoder.h"
#include "model/torch/clip.h"

namespace calotype::bench {

/// Those of the names that the device can do; InvalidArgument for a name that there is not.
Result<std::vector<model::Precision>> precisionsOf(const std::vector<std::string>& names,
                                                   torch::Device device);
/// "cpu" or "cuda".
Result<torch::Device> deviceNamed(const std::string& name);

/// A model to be timed: a folder's, or random weights in the shape of a named configuration.
class TimedModel {
 public:
  static Result<TimedModel> open(const std::string& folderOrName, torch::Device device);

  const model::ModelSpec& spec() const { return spec_; }
  torch::Device device() const { return device_; }
  /// Towers as LibTorch runs them, with nothing packed.
  Result<model::Clip> plain() const;
  Result<std::unique_ptr<model::Encoder>> packed(model::Precision precision, int threads) const;
  /// As the program opens it, when it has seen the weights before; null for random ones.
  Result<std::unique_ptr<model::Encoder>> asOpened(model::Precision precision, int threads) const;

 private:
  model::ModelSpec spec_;
  bool random_ = false;
  torch::Device device_ = torch::kCPU;
};

/// Runs on that many threads of LibTorch's team, as plain LibTorch does.
std::function<void()> onTeam(int threads, std::function<void()> run);

}  // namespace calotype::bench
