// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <dnnl.hpp>

namespace calotype::model::onednn {

/// The processor, as oneDNN has it.
const dnnl::engine& engine();
/// Where the calling thread's products run, one after the other.
dnnl::stream& stream();
/// Memory of the calling thread's for at least so many bytes, on 64 bytes; what is in it is lost
/// by the next call. `slot`: one of two that do not disturb each other.
enum class Slot { Primitive, Layer };
void* scratch(Slot slot, std::size_t bytes);

/// Values of float32 as `wanted` has them: where they lie, or rounded to bf16 in the calling
/// thread's scratch memory (Slot::Layer).
dnnl::memory inKind(const float* values, const dnnl::memory::desc& wanted);

}  // namespace calotype::model::onednn
