// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/index/rows.h"

#include <algorithm>

namespace calotype::catalog {

void Rows::append(std::span<const Half> row) {
  const auto numbers = kPerBlock * stride_;
  if (size_ == blocks_.size() * kPerBlock)
    blocks_.emplace_back(
        static_cast<Half*>(::operator new(numbers * sizeof(Half), std::align_val_t(64))));
  Half* target = blocks_.back().get() + size_ % kPerBlock * stride_;
  std::fill(std::copy(row.begin(), row.end(), target), target + stride_, Half{});
  ++size_;
}

void Rows::overwrite(std::size_t index, const Half* row) {
  std::copy(row, row + stride_, blocks_[index / kPerBlock].get() + index % kPerBlock * stride_);
}

void Rows::shrink(std::size_t size) {
  size_ = size;
  blocks_.resize((size + kPerBlock - 1) / kPerBlock);
}

}  // namespace calotype::catalog
