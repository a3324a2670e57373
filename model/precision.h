// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace calotype::model {

/// The arithmetic of the towers' products. Sums are in float32 (of Int8's products: in int32).
/// Fp16 is for graphics processors alone, Int8 for others.
enum class Precision { Automatic, Float32, Bf16, Int8, Fp16 };

struct NamedPrecision {
  std::string_view name;
  Precision precision;
};
/// As command lines and reports have them.
inline constexpr NamedPrecision kPrecisions[] = {{"auto", Precision::Automatic},
                                                 {"fp32", Precision::Float32},
                                                 {"bf16", Precision::Bf16},
                                                 {"int8", Precision::Int8},
                                                 {"fp16", Precision::Fp16}};

constexpr std::string_view nameOf(Precision precision) {
  return kPrecisions[std::size_t(precision)].name;
}

constexpr std::optional<Precision> precisionNamed(std::string_view name) {
  for (const auto& row : kPrecisions)
    if (row.name == name) return row.precision;
  return std::nullopt;
}

}  // namespace calotype::model
