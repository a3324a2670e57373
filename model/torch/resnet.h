// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "model/files/model_spec.h"
#include "model/torch/image_tower.h"
#include "model/torch/layers.h"

namespace calotype::model {

/// He et al. 2015, section 4.1 (1 x 1, 3 x 3, 1 x 1 around a shortcut), with strides taken by
/// average pooling before the following 1 x 1, so that nothing aliases (Zhang 2019).
struct BottleneckImpl : torch::nn::Module {
  static constexpr std::int64_t kExpansion = 4;

  BottleneckImpl(std::int64_t inputs, std::int64_t planes, std::int64_t stride);

  /// [n, inputs, h, w] -> [n, 4 * planes, h / stride, w / stride]
  torch::Tensor forward(const torch::Tensor& x);

  std::int64_t stride;
  Convolution conv1{nullptr}, conv2{nullptr}, conv3{nullptr};
  BatchNorm bn1{nullptr}, bn2{nullptr}, bn3{nullptr};
  Convolution shortcut{nullptr};  // "downsample.0" and ".1", where the shape changes
  BatchNorm shortcutNorm{nullptr};
};
TORCH_MODULE(Bottleneck);

/// One attention query, the mean of all cells, over the cells and that mean. Radford et al. 2021,
/// section 2.4.
struct AttentionPoolImpl : torch::nn::Module {
  AttentionPoolImpl(std::int64_t side, std::int64_t channels, std::int64_t heads,
                    std::int64_t dims);
  torch::Tensor forward(const torch::Tensor& x);  // [n, channels, side, side] -> [n, dims]

  std::int64_t heads;
  torch::Tensor positional_embedding;  // [1 + side * side, channels]
  Linear q_proj{nullptr}, k_proj{nullptr}, v_proj{nullptr};
  Linear c_proj{nullptr};  // channels to dims
};
TORCH_MODULE(AttentionPool);

/// CLIP's ResNet: a stem of three convolutions, four stages of bottlenecks, attention pooling.
struct ResNet final : ImageTower {
  ResNet(const VisionSpec& spec, std::int64_t dims);
  torch::Tensor forward(const torch::Tensor& pixels) override;

  Convolution conv1{nullptr}, conv2{nullptr}, conv3{nullptr};
  BatchNorm bn1{nullptr}, bn2{nullptr}, bn3{nullptr};
  torch::nn::Sequential layer1{nullptr}, layer2{nullptr}, layer3{nullptr}, layer4{nullptr};
  AttentionPool attnpool{nullptr};
};

}  // namespace calotype::model
