// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <cstdint>

namespace calotype::model {

/// Which keys a query sees.
struct Sight {
  bool causal = false;  // those at its own place and before
  /// [batch] of int64: the place of the one query of each sequence; undefined: there is a query for
  /// every key.
  torch::Tensor places;
};

/// softmax(q k^T / sqrt(head)) v for each head: Vaswani et al. 2017, section 3.2. queries:
/// [batch, queries, width]; keys, values: [batch, length, width]; heads lie side by side in a row.
/// Rows may have gaps between them. Gives [batch, queries, width] without gaps.
torch::Tensor attend(const torch::Tensor& queries, const torch::Tensor& keys,
                     const torch::Tensor& values, std::int64_t heads, const Sight& sight);

}  // namespace calotype::model
