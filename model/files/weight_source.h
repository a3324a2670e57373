// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "model/base/result.h"
#include "model/files/model_spec.h"
#include "model/files/safetensors.h"

namespace calotype::model {

/// A model's weights under one set of names, whatever layout, number of files and kind of number
/// they have on disk: the names of the original CLIP checkpoint, which OpenCLIP keeps
/// ("visual.conv1.weight", "transformer.resblocks.0.attn.in_proj_weight", "text_projection", …).
/// Queries, keys and values that lie in three tensors come packed into one; projections that lie
/// transposed come as [width, dims]. Any thread.
class WeightSource {
 public:
  /// Opens the spec's weights files and reads their headers. Keeps no reference to the spec.
  static Result<WeightSource> open(const ModelSpec& spec);

  /// Is the tensor there (all of its parts)?
  bool has(std::string_view name) const;

  /// The tensor as float32, row-major. Its shape in the file is compared with `wanted` before
  /// anything is allocated; the error names the tensor, the shape wanted and the shape found. A
  /// scalar ([]) may also lie there as [1]. NotFound when it is not there; Corrupt when a value is
  /// not finite.
  Result<FloatTensor> tensor(std::string_view name, const Shape& wanted) const;
  /// Is the tensor there with this shape? The errors of `tensor` but for its values; reads nothing.
  Status check(std::string_view name, const Shape& wanted) const;
  /// The same into memory of the caller's, which has elementCount(wanted) values.
  Status read(std::string_view name, const Shape& wanted, std::span<float> values) const;

  /// How the file stores this tensor; nullopt when it is not there.
  std::optional<DType> storedAs(std::string_view name) const;

 private:
  WeightSource() = default;

  std::string family_;  // row of families.cpp
  std::string shown_;   // for messages
  TensorFiles files_;
};

}  // namespace calotype::model
