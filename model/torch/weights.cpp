// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/torch/weights.h"

#include <memory>
#include <string>
#include <string_view>

namespace calotype::model {

namespace {

Status fillOne(const std::string& path, torch::Tensor parameter, const WeightSource& source) {
  CALOTYPE_TRY(auto values, source.tensor(nameInFile(path), parameter.sizes().vec()));
  const auto owner = std::make_shared<FloatTensor>(std::move(values));
  parameter.set_data(torch::from_blob(owner->data.data(), parameter.sizes(), [owner](void*) {}));
  return {};
}

}  // namespace

std::string nameInFile(const std::string& path) {
  static constexpr std::string_view kText = "text.";
  return path.starts_with(kText) ? path.substr(kText.size()) : path;
}

Status fill(Clip& clip, const WeightSource& source) {
  for (const auto& parameter : clip->named_parameters())
    CALOTYPE_CHECK(fillOne(parameter.key(), parameter.value(), source));
  for (const auto& buffer : clip->named_buffers())
    CALOTYPE_CHECK(fillOne(buffer.key(), buffer.value(), source));
  return {};
}

}  // namespace calotype::model
