// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/torch/weights.h"

#include <memory>
#include <string>
#include <string_view>

namespace calotype::model {

namespace {

Status fillOne(const std::string& path, torch::Tensor parameter, const WeightSource& source) {
  const auto name = nameInFile(path);
  const auto shape = parameter.sizes().vec();
  CALOTYPE_CHECK(source.check(name, shape));
  const auto values = torch::empty(shape);
  CALOTYPE_CHECK(source.read(name, shape, {values.data_ptr<float>(), std::size_t(values.numel())}));
  parameter.set_data(values);
  return {};
}

}  // namespace

std::string nameInFile(const std::string& path) {
  static constexpr std::string_view kText = "text.";
  return path.starts_with(kText) ? path.substr(kText.size()) : path;
}

Status fill(torch::nn::Module& module, const std::string& path, const WeightSource& source) {
  for (const auto& parameter : module.named_parameters())
    CALOTYPE_CHECK(fillOne(path + parameter.key(), parameter.value(), source));
  for (const auto& buffer : module.named_buffers())
    CALOTYPE_CHECK(fillOne(path + buffer.key(), buffer.value(), source));
  return {};
}

}  // namespace calotype::model
