// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "model/files/model_spec.h"
#include "model/files/safetensors.h"

namespace calotype::model {

/// What one tower is made of and what one input costs it. Computed from the configuration alone.
struct TowerCost {
  std::uint64_t parameters = 0;  // trained numbers
  std::uint64_t buffers = 0;     // numbers stored but not trained: batch norms' means and variances
  std::uint64_t positions = 0;   // the transformer's (ResNet: the pooling's) sequence length
  std::uint64_t macs = 0;        // multiplications with addition, for one input

  /// Numbers kept for the backward pass, for one input. A transformer block of width w, hidden
  /// width h and a heads keeps at each of its n positions: its input, the first norm's result,
  /// query, key and value, the mix, the sum and the second norm's result (8 w), the attention
  /// (a n), and the hidden layer before and after the activation (2 h; QuickGELU also its sigmoid:
  /// 3 h). A convolution keeps its result and that of its norm.
  std::uint64_t activations = 0;
};

/// A batch in training, in float32.
struct TrainingMemory {
  std::uint64_t weights = 0;      // bytes: 4 a parameter
  std::uint64_t gradients = 0;    // 4 a parameter
  std::uint64_t moments = 0;      // 8 a parameter: AdamW's first and second
  std::uint64_t activations = 0;  // 4 a number kept: batch x (image + text), and 3 x batch x batch
  std::uint64_t total() const { return weights + gradients + moments + activations; }
};

/// A model's cost. A GFLOP is 1e9 additions or multiplications: 2 for each of the MACs.
struct ModelCost {
  TowerCost image, text;
  std::uint64_t patches = 0;  // image patches (ResNet: places of the last feature map)
  std::uint64_t tokens = 0;   // of a text: the context, start and end token included

  /// Both towers and the scale of the similarities.
  std::uint64_t parameters() const { return image.parameters + text.parameters + 1; }
  /// All numbers of the model in this type: on disk (without the header) and in memory alike.
  std::uint64_t weightsBytes(DType dtype) const;
  /// Similarities in a training batch: every picture with every text.
  static std::uint64_t comparisons(std::uint64_t batch) { return batch * batch; }
  TrainingMemory training(std::uint64_t batch) const;
};

ModelCost costOf(const ModelSpec& spec);

inline double gigaFlops(const TowerCost& tower) {
  return 2 * double(tower.macs) / 1e9;
}

}  // namespace calotype::model
