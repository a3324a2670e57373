// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

namespace calotype::model {

/// Rows of unit length. x: [n, d].
torch::Tensor unitRows(const torch::Tensor& x);

/// Symmetric InfoNCE: the mean of both directions' cross-entropy over exp(logScale) * cosine.
/// Radford et al. 2021, figure 3. images, texts: [n, d], of any length; logScale: []. excluded:
/// [n, n] of bool, pairs that are left out of the negatives (false on the diagonal), or undefined.
torch::Tensor infoNce(const torch::Tensor& images, const torch::Tensor& texts,
                      const torch::Tensor& logScale, const torch::Tensor& excluded);

/// Zhai et al. 2023, equation 1: every pair is a yes or no of its own. bias: [].
torch::Tensor sigmoidContrast(const torch::Tensor& images, const torch::Tensor& texts,
                              const torch::Tensor& logScale, const torch::Tensor& bias,
                              const torch::Tensor& excluded);

/// Mean of 1 - cosine between the rows of two [n, d]; rows where `known` ([n] of bool) is false do
/// not count. 0 when there is none.
torch::Tensor cosineDistance(const torch::Tensor& ours, const torch::Tensor& theirs,
                             const torch::Tensor& known);

/// How alike the teacher finds the batch's pictures, as the student's own likenesses should be:
/// mean Kullback-Leibler divergence of the rows of softmax(cosine / temperature), each picture's
/// likeness to itself left out; the image-image form of CLIP-KD's relations (Yang et al. 2024,
/// section 3.3). ours: [n, d], theirs: [n, e].
torch::Tensor relationDistance(const torch::Tensor& ours, const torch::Tensor& theirs,
                               const torch::Tensor& known);

}  // namespace calotype::model
