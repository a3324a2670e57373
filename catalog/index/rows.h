// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <span>
#include <vector>

#include "model/base/half.h"

namespace calotype::catalog {

/// A growing matrix of binary16 rows. Rows lie in large blocks, aligned to 64 bytes and filled up
/// with zeros to a multiple of 32 numbers, and never move: growing copies nothing, and a graph may
/// point at them.
class Rows {
 public:
  static constexpr std::size_t kLanes = 32;
  static constexpr std::size_t kPerBlock = 4096;

  explicit Rows(std::size_t dims = 0)
      : dims_(dims), stride_((dims + kLanes - 1) / kLanes * kLanes) {}

  std::size_t dims() const { return dims_; }
  std::size_t stride() const { return stride_; }  // numbers from row to row
  std::size_t size() const { return size_; }

  const Half* row(std::size_t index) const {
    return blocks_[index / kPerBlock].get() + index % kPerBlock * stride_;
  }

  void append(std::span<const Half> row);
  void overwrite(std::size_t index, const Half* row);
  void shrink(std::size_t size);  // keeps the first `size` rows

 private:
  struct Free {
    void operator()(Half* block) const { ::operator delete(block, std::align_val_t(64)); }
  };

  std::size_t dims_;
  std::size_t stride_;
  std::size_t size_ = 0;
  std::vector<std::unique_ptr<Half, Free>> blocks_;
};

}  // namespace calotype::catalog
