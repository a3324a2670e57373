// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/torch/clip.h"

#include "model/torch/resnet.h"
#include "model/torch/vision_transformer.h"

namespace calotype::model {

ClipImpl::ClipImpl(const ModelSpec& spec) {
  if (spec.vision.kind == VisionSpec::Kind::ResNet)
    visual = register_module("visual", std::make_shared<ResNet>(spec.vision, spec.dims));
  else
    visual = register_module("visual", std::make_shared<VisionTransformer>(spec.vision, spec.dims));
  text = register_module("text", TextTower(spec.text, spec.dims));
  logit_scale = register_parameter("logit_scale", unfilled({}));
}

torch::Tensor ClipImpl::images(const torch::Tensor& pixels) {
  return visual->forward(pixels);
}

torch::Tensor ClipImpl::texts(const torch::Tensor& ids, const torch::Tensor& ends) {
  return text(ids, ends);
}

torch::Tensor ClipImpl::logits(const torch::Tensor& images, const torch::Tensor& texts) {
  const auto unit = [](const torch::Tensor& rows) { return rows / rows.norm(2, -1, true); };
  return logit_scale.exp() * torch::matmul(unit(images), unit(texts).t());
}

}  // namespace calotype::model
