// SPDX-License-Identifier: GPL-3.0-or-later
// This file is compiled for the baseline processor; wider instructions are confined to functions
// with a target attribute, which only run where CPUID allows them.
#include "catalog/index/exact.h"

#include <array>
#include <bit>
#include <cstdint>

#if defined(__x86_64__)
#include <cpuid.h>
#if !defined(__clang__)  // GCC 12 takes its own "undefined" registers for a mistake
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <immintrin.h>
#if !defined(__clang__)
#pragma GCC diagnostic pop
#endif
#endif

#include "catalog/index/rows.h"

namespace calotype::catalog {

namespace {

constexpr std::size_t kLanes = Rows::kLanes;
using Lanes = std::array<float, kLanes>;

/// toFloat without branches, for finite numbers: the exponent is moved into place by a product that
/// is exact.
inline float widen(Half half) {
  const std::uint32_t bits = static_cast<std::uint16_t>(half);
  const auto magnitude = std::bit_cast<float>((bits & 0x7fffu) << 13) * 0x1p112f;
  return std::bit_cast<float>(std::bit_cast<std::uint32_t>(magnitude) | (bits & 0x8000u) << 16);
}

inline float sumOf(Lanes& lanes) {
  for (std::size_t width = kLanes / 2; width > 0; width /= 2)
    for (std::size_t i = 0; i < width; ++i) lanes[i] += lanes[i + width];
  return lanes[0];
}

void scorePortable(const Half* rows, std::size_t count, const float* query, std::size_t stride,
                   float* scores) {
  for (std::size_t i = 0; i < count; ++i, rows += stride) {
    Lanes lanes{};
    for (std::size_t at = 0; at < stride; at += kLanes)
      for (std::size_t lane = 0; lane < kLanes; ++lane)
        lanes[lane] += widen(rows[at + lane]) * query[at + lane];
    scores[i] = sumOf(lanes);
  }
}

float dotPortable(const Half* a, const Half* b, std::size_t stride) {
  Lanes lanes{};
  for (std::size_t at = 0; at < stride; at += kLanes)
    for (std::size_t lane = 0; lane < kLanes; ++lane)
      lanes[lane] += widen(a[at + lane]) * widen(b[at + lane]);
  return sumOf(lanes);
}

#if defined(__x86_64__)

#define CALOTYPE_AVX2 __attribute__((target("avx2,f16c")))
#define CALOTYPE_AVX512 __attribute__((target("avx512f,avx2,f16c")))

CALOTYPE_AVX2 inline __m256 widen8(const Half* row) {
  return _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(row)));
}

CALOTYPE_AVX2 inline float sumOf8(__m256 lanes) {
  const __m128 four = _mm_add_ps(_mm256_castps256_ps128(lanes), _mm256_extractf128_ps(lanes, 1));
  const __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps(two, two, 1)));
}

CALOTYPE_AVX2 inline float sumOf32(const __m256 (&sums)[4]) {
  return sumOf8(_mm256_add_ps(_mm256_add_ps(sums[0], sums[2]), _mm256_add_ps(sums[1], sums[3])));
}

CALOTYPE_AVX2 void scoreAvx2(const Half* rows, std::size_t count, const float* query,
                             std::size_t stride, float* scores) {
  for (std::size_t i = 0; i < count; ++i, rows += stride) {
    __m256 sums[4] = {};
    for (std::size_t at = 0; at < stride; at += kLanes)
      for (std::size_t part = 0; part < 4; ++part)
        sums[part] = _mm256_add_ps(
            sums[part],
            _mm256_mul_ps(widen8(rows + at + 8 * part), _mm256_loadu_ps(query + at + 8 * part)));
    scores[i] = sumOf32(sums);
  }
}

CALOTYPE_AVX2 float dotAvx2(const Half* a, const Half* b, std::size_t stride) {
  __m256 sums[4] = {};
  for (std::size_t at = 0; at < stride; at += kLanes)
    for (std::size_t part = 0; part < 4; ++part)
      sums[part] = _mm256_add_ps(
          sums[part], _mm256_mul_ps(widen8(a + at + 8 * part), widen8(b + at + 8 * part)));
  return sumOf32(sums);
}

CALOTYPE_AVX512 inline __m512 widen16(const Half* row) {
  return _mm512_cvtph_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(row)));
}

CALOTYPE_AVX512 inline float sumOf16(__m512 lanes) {
  const __m256 low = _mm512_castps512_ps256(lanes);
  const __m256 high = _mm256_castpd_ps(_mm512_extractf64x4_pd(_mm512_castps_pd(lanes), 1));
  return sumOf8(_mm256_add_ps(low, high));
}

CALOTYPE_AVX512 void scoreAvx512(const Half* rows, std::size_t count, const float* query,
                                 std::size_t stride, float* scores) {
  for (std::size_t i = 0; i < count; ++i, rows += stride) {
    __m512 low = _mm512_setzero_ps(), high = _mm512_setzero_ps();
    for (std::size_t at = 0; at < stride; at += kLanes) {
      low = _mm512_add_ps(low, _mm512_mul_ps(widen16(rows + at), _mm512_loadu_ps(query + at)));
      high = _mm512_add_ps(
          high, _mm512_mul_ps(widen16(rows + at + 16), _mm512_loadu_ps(query + at + 16)));
    }
    scores[i] = sumOf16(_mm512_add_ps(low, high));
  }
}

CALOTYPE_AVX512 float dotAvx512(const Half* a, const Half* b, std::size_t stride) {
  __m512 low = _mm512_setzero_ps(), high = _mm512_setzero_ps();
  for (std::size_t at = 0; at < stride; at += kLanes) {
    low = _mm512_add_ps(low, _mm512_mul_ps(widen16(a + at), widen16(b + at)));
    high = _mm512_add_ps(high, _mm512_mul_ps(widen16(a + at + 16), widen16(b + at + 16)));
  }
  return sumOf16(_mm512_add_ps(low, high));
}

bool hasF16c() {
  unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
  return __get_cpuid(1, &eax, &ebx, &ecx, &edx) != 0 && (ecx & bit_F16C) != 0;
}

#endif  // __x86_64__

std::vector<Kernels> detect() {
  std::vector<Kernels> found{{"portable", scorePortable, dotPortable}};
#if defined(__x86_64__)
  // These ask the operating system too, whether it saves the wide registers.
  const bool avx2 = __builtin_cpu_supports("avx2") && hasF16c();
  if (avx2) found.push_back({"AVX2", scoreAvx2, dotAvx2});
  if (avx2 && __builtin_cpu_supports("avx512f"))
    found.push_back({"AVX-512", scoreAvx512, dotAvx512});
#endif
  return found;
}

}  // namespace

std::span<const Kernels> availableKernels() {
  static const std::vector<Kernels> found = detect();
  return found;
}

const Kernels& kernels() {
  return availableKernels().back();
}

}  // namespace calotype::catalog
