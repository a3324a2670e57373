// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstdint>

namespace calotype {

/// An IEEE 754 binary16 number, as its bits. Embeddings are stored in it.
enum class Half : std::uint16_t {};

/// Exact: every binary16 value is a float.
inline float toFloat(Half half) {
  const std::uint32_t bits = static_cast<std::uint16_t>(half);
  const std::uint32_t sign = (bits & 0x8000u) << 16;
  const std::uint32_t exponent = (bits >> 10) & 31u;
  const std::uint32_t mantissa = bits & 0x3ffu;
  if (exponent == 31) return std::bit_cast<float>(sign | 0x7f800000u | (mantissa << 13));
  if (exponent != 0)
    return std::bit_cast<float>(sign | ((exponent + 112) << 23) | (mantissa << 13));
  const float subnormal = float(mantissa) * 0x1p-24f;
  return std::bit_cast<float>(std::bit_cast<std::uint32_t>(subnormal) | sign);
}

/// Rounds to nearest, ties to even; beyond the range it becomes infinite, not-a-number stays so.
inline Half toHalf(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const auto sign = std::uint16_t((bits >> 16) & 0x8000u);
  const std::uint32_t magnitude = bits & 0x7fffffffu;
  if (magnitude > 0x7f800000u) return Half(sign | 0x7e00u);
  if (magnitude >= 0x477ff000u) return Half(sign | 0x7c00u);
  if (magnitude < 0x38800000u) {  // below 2^-14: a subnormal, in steps of 2^-24
    const float steps = std::bit_cast<float>(magnitude) * 0x1p24f;
    const float rounded = (steps + 0x1p23f) - 0x1p23f;
    return Half(std::uint16_t(sign | std::uint16_t(rounded)));
  }
  const std::uint32_t odd = (magnitude >> 13) & 1u;
  return Half(std::uint16_t(sign | ((magnitude - 0x38000000u + 0xfffu + odd) >> 13)));
}

}  // namespace calotype
