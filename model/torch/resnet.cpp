// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/torch/resnet.h"

#include <cmath>

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
  auto y = bn1(conv1(x)).relu_();
  y = pool(bn2(conv2(y)).relu_());
  y = bn3(conv3(y));
  y += shortcut ? shortcutNorm(shortcut(pool(x))) : x;
  return y.relu_();
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
  const auto batch = x.size(0), channels = x.size(1), head = channels / heads;
  const auto cells = x.flatten(2).transpose(1, 2);  // [batch, cells, channels]
  const auto all = torch::cat({cells.mean(1, true), cells}, 1) + positional_embedding;
  const auto split = [&](const torch::Tensor& y) {
    return y.reshape({batch, -1, heads, head}).transpose(1, 2);  // [batch, heads, cells, head]
  };

  const auto query = split(q_proj(all.narrow(1, 0, 1)));
  const auto scores =
      torch::matmul(query, split(k_proj(all)).transpose(-2, -1)) / std::sqrt(double(head));
  const auto mixed = torch::matmul(torch::softmax(scores, -1), split(v_proj(all)));
  return c_proj(mixed.reshape({batch, channels}));  // one query: its heads lie side by side
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
  auto x = bn1(conv1(pixels)).relu_();  // half the side
  x = bn2(conv2(x)).relu_();
  x = torch::avg_pool2d(bn3(conv3(x)).relu_(), 2);  // a quarter
  x = layer1->forward(x);
  x = layer2->forward(x);
  x = layer3->forward(x);
  x = layer4->forward(x);  // a thirty-second
  return attnpool(x);
}

}  // namespace calotype::model
