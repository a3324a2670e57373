// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/torch/onednn/lane.h"

#include <array>
#include <cstdlib>
#include <memory>
#include <new>

namespace calotype::model::onednn {

namespace {

constexpr std::size_t kAlignment = 64;

struct Free {
  void operator()(void* memory) const { std::free(memory); }
};

struct Room {
  std::unique_ptr<void, Free> memory;
  std::size_t bytes = 0;
};

}  // namespace

const dnnl::engine& engine() {
  static const dnnl::engine found(dnnl::engine::kind::cpu, 0);
  return found;
}

dnnl::stream& stream() {
  thread_local dnnl::stream stream(engine());
  return stream;
}

void* scratch(Slot slot, std::size_t bytes) {
  thread_local std::array<Room, 2> rooms;
  auto& room = rooms[std::size_t(slot)];
  if (room.bytes < bytes) {
    room = {};
    const auto whole = (bytes + kAlignment - 1) / kAlignment * kAlignment;
    room.memory.reset(std::aligned_alloc(kAlignment, whole));
    if (!room.memory) throw std::bad_alloc();
    room.bytes = whole;
  }
  return room.memory.get();
}

dnnl::memory inKind(const float* values, const dnnl::memory::desc& wanted) {
  using Kind = dnnl::memory::data_type;
  auto own = wanted;
  own.data.data_type = dnnl_f32;
  dnnl::memory plain(own, engine(), const_cast<float*>(values));
  if (wanted.data_type() == Kind::f32) return plain;
  dnnl::memory rounded(wanted, engine(), scratch(Slot::Layer, wanted.get_size()));
  dnnl::reorder(plain, rounded).execute(stream(), plain, rounded);
  return rounded;
}

}  // namespace calotype::model::onednn
