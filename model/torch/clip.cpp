// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/torch/clip.h"

#include "model/torch/resnet.h"
#include "model/torch/siglip_tower.h"
#include "model/torch/vision_transformer.h"

namespace calotype::model {

namespace {

std::shared_ptr<ImageTower> towerOf(const ModelSpec& spec) {
  switch (spec.vision.kind) {
    case VisionSpec::Kind::ResNet:
      return std::make_shared<ResNet>(spec.vision, spec.dims);
    case VisionSpec::Kind::Siglip:
      return std::make_shared<SiglipTower>(spec.vision);
    case VisionSpec::Kind::Transformer:
      break;
  }
  return std::make_shared<VisionTransformer>(spec.vision, spec.dims);
}

}  // namespace

ClipImpl::ClipImpl(const ModelSpec& spec) {
  visual = register_module("visual", towerOf(spec));
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
