// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/torch/onednn/processor.h"

#include <dnnl.hpp>

namespace calotype::model::onednn {

namespace {

bool has(dnnl::cpu_isa least) {
  return (unsigned(dnnl::get_effective_cpu_isa()) & unsigned(least)) == unsigned(least);
}

}  // namespace

bool supports(Precision precision) {
  if (precision == Precision::Fp16) return false;
  return precision != Precision::Bf16 || has(dnnl::cpu_isa::avx512_core_bf16);
}

std::vector<Precision> faster() {
  if (isSlow()) return {};
  if (supports(Precision::Bf16)) return {Precision::Int8, Precision::Bf16};
  return {Precision::Int8};
}

const char* arithmetic(Precision precision) {
  if (precision == Precision::Int8) {
    if (supports(Precision::Bf16)) return "int8 with 8-bit weights, bf16 beside it";
    return pairsSaturate() ? "int8 with 7-bit weights" : "int8 with 8-bit weights";
  }
  return nameOf(precision).data();  // a literal
}

bool pairsSaturate() {
  return !has(dnnl::cpu_isa::avx512_core_vnni);
}

bool isSlow() {
  return !has(dnnl::cpu_isa::avx2);
}

const char* instructionSet() {
  if (has(dnnl::cpu_isa::avx512_core_bf16)) return "AVX-512 with BF16";
  if (has(dnnl::cpu_isa::avx512_core_vnni)) return "AVX-512 with VNNI";
  if (has(dnnl::cpu_isa::avx512_core)) return "AVX-512";
  if (has(dnnl::cpu_isa::avx2)) return "AVX2";
  return "SSE4.1";
}

}  // namespace calotype::model::onednn
