// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/files/training_spec.h"
#include "model/torch/clip.h"
#include "model/torch/train/adamw.h"
#include "model/torch/train/embedding_head.h"

namespace calotype::model {

/// What one step is about. Texts of pairs come first, then those of words alone.
struct TrainingTensors {
  torch::Tensor pixels;               // [n, 3, size, size]; not if there are rows
  torch::Tensor ids;                  // [n + m, length] of int64
  torch::Tensor ends;                 // [n + m] of int64
  torch::Tensor imageRows, textRows;  // [n, dims]: what frozen towers say, or undefined
  torch::Tensor excluded;             // [n, n] of bool: no negatives
  torch::Tensor teacher;              // [n, teacher's dims], or undefined
  torch::Tensor taught;               // [n] of bool: the teacher said something
  torch::Tensor words;                // [m, teacher's dims of words], or undefined
};

/// A step's loss and its parts, without their weights.
struct LossParts {
  torch::Tensor all, contrast, imitation, relations, guidance, agreement, words;  // []
};

/// A matrix that stays, and the two thin ones that are learnt beside it: W + B A.
struct LowRank {
  std::string name;
  torch::Tensor weight;  // the tower's own parameter
  torch::Tensor base;    // its value before
  torch::Tensor a, b;    // [rank, inputs], [outputs, rank]
};

/// The model that is trained, and all that is learnt with it.
class Student {
 public:
  /// The CLIP's parameters have values. teacherDims, wordDims: as TrainingSource's.
  Student(const TrainingSpec& spec, Clip clip, int teacherDims, int wordDims, torch::Device device);

  /// Leaves gradients of the loss in all that is learnt. With several chunks, towers run twice,
  /// and the contrast is still over all of the batch (Gao et al. 2021, "Scaling Deep Contrastive
  /// Learning Batch Size under Memory Limited Setup").
  LossParts backward(const TrainingTensors& batch);

  /// What the towers and heads make of the batch, by running statistics: images, texts.
  std::pair<torch::Tensor, torch::Tensor> embeddings(const TrainingTensors& batch);

  /// Has to be called after each change of what is learnt: low-rank matrices become part of the
  /// towers', the logit scale stays below 100 (Radford et al. 2021, section 2.5).
  void settle();

  std::vector<Learnt>& learnt() { return learnt_; }
  /// Running statistics, by name.
  std::vector<std::pair<std::string, torch::Tensor>> buffers() const;

  /// The weights of a file, with `learnt` and `buffers` (in the order of learnt() and buffers())
  /// in place of the present values, on the CPU.
  NamedTensors weights(const std::vector<torch::Tensor>& learnt,
                       const std::vector<torch::Tensor>& buffers) const;

 private:
  bool learnsTower(bool images) const;
  void collect();
  void addLowRank(const std::string& name, const torch::Tensor& weight);
  void add(const std::string& name, const torch::Tensor& value);
  torch::Tensor images(const torch::Tensor& pixels);
  torch::Tensor texts(const torch::Tensor& ids, const torch::Tensor& ends);
  LossParts loss(const torch::Tensor& images, const torch::Tensor& texts,
                 const TrainingTensors& batch);
  LossParts backwardOverRows(const TrainingTensors& batch);
  LossParts backwardAtOnce(const TrainingTensors& batch);
  LossParts backwardInChunks(const TrainingTensors& batch);
  void passOnLowRank();

  const TrainingSpec& spec_;
  torch::Device device_;
  Clip clip_;
  EmbeddingHead imageHead_, textHead_;
  Linear imitation_{nullptr}, words_{nullptr};  // from our space to the teachers'
  Linear guide_{nullptr};                       // from the teacher's space to ours
  EmbeddingHead guideHead_{nullptr};
  torch::Tensor sigmoidBias_;
  std::vector<LowRank> lowRank_;
  std::vector<Learnt> learnt_;
};

}  // namespace calotype::model
