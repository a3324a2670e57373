// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/torch/resnet.h"

#include "model/torch/attention.h"

namespace calotype::model {

BottleneckImpl::BottleneckImpl(std::int64_t inputs, std::int64_t planes, std::int64_t stride_)
    : stride(stride_) {
  const auto outputs = kExpansion * planes;
  conv1 = register_module("conv1", Convolution(inputs, planes, 1));
  bn1 = register_module("bn1", BatchNorm(planes));
  conv2 = register_module("conv2", Convolution(planes, planes, 3, 1, 1));
  bn2 = register_module("bn2", BatchNorm(planes));
  conv3 = register_module("conv3", Convolution(planes, outputs, 1));
  bn3 = register_module("bn3", BatchNorm(outputs));
  if (stride == 1 && inputs == outputs) return;
  auto downsample = register_module("downsample", std::make_shared<torch::nn::Module>());
  shortcut = downsample->register_module("0", Convolution(inputs, outputs, 1));
  shortcutNorm = downsample->register_module("1", BatchNorm(outputs));
}

torch::Tensor BottleneckImpl::forward(const torch::Tensor& x) {
  const auto pool = [this](const torch::Tensor& y) {
    return stride == 1 ? y : torch::avg_pool2d(y, stride);
  };
  const auto y = pool(rectified(conv2, bn2, rectified(conv1, bn1, x)));
  const auto other = shortcut ? normed(shortcut, shortcutNorm, pool(x)) : x;
  return rectifiedSum(other, conv3, bn3, y);
}

AttentionPoolImpl::AttentionPoolImpl(std::int64_t side, std::int64_t channels, std::int64_t heads_,
                                     std::int64_t dims)
    : heads(heads_) {
  positional_embedding =
      register_parameter("positional_embedding", unfilled({1 + side * side, channels}));
  q_proj = register_module("q_proj", Linear(channels, channels));
  k_proj = register_module("k_proj", Linear(channels, channels));
  v_proj = register_module("v_proj", Linear(channels, channels));
  c_proj = register_module("c_proj", Linear(channels, dims));
}

torch::Tensor AttentionPoolImpl::forward(const torch::Tensor& x) {
  const auto cells = x.flatten(2).transpose(1, 2);  // [batch, cells, channels]
  const auto all = torch::cat({cells.mean(1, true), cells}, 1) + positional_embedding;
  const auto mixed = attend(q_proj(all.narrow(1, 0, 1)), k_proj(all), v_proj(all), heads, {});
  return c_proj(mixed.squeeze(1));
}

ResNet::ResNet(const VisionSpec& spec, std::int64_t dims) {
  const std::int64_t width = spec.width, half = width / 2;
  conv1 = register_module("conv1", Convolution(3, half, 3, 2, 1));
  bn1 = register_module("bn1", BatchNorm(half));
  conv2 = register_module("conv2", Convolution(half, half, 3, 1, 1));
  bn2 = register_module("bn2", BatchNorm(half));
  conv3 = register_module("conv3", Convolution(half, width, 3, 1, 1));
  bn3 = register_module("bn3", BatchNorm(width));

  auto inputs = width;
  const auto stage = [&](const char* name, int blocks, std::int64_t planes, std::int64_t stride) {
    auto sequence = register_module(name, torch::nn::Sequential());
    for (int i = 0; i < blocks; ++i) {
      sequence->push_back(Bottleneck(inputs, planes, i == 0 ? stride : 1));
      inputs = BottleneckImpl::kExpansion * planes;
    }
    return sequence;
  };
  layer1 = stage("layer1", spec.stages[0], width, 1);
  layer2 = stage("layer2", spec.stages[1], 2 * width, 2);
  layer3 = stage("layer3", spec.stages[2], 4 * width, 2);
  layer4 = stage("layer4", spec.stages[3], 8 * width, 2);
  attnpool =
      register_module("attnpool", AttentionPool(spec.imageSize / 32, inputs, spec.heads, dims));
}

torch::Tensor ResNet::forward(const torch::Tensor& pixels) {
  auto x = rectified(conv1, bn1, pixels);  // half the side
  x = rectified(conv2, bn2, x);
  x = torch::avg_pool2d(rectified(conv3, bn3, x), 2);  // a quarter
  x = layer1->forward(x);
  x = layer2->forward(x);
  x = layer3->forward(x);
  x = layer4->forward(x);  // a thirty-second
  return attnpool(x);
}

}  // namespace calotype::model
