// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/files/model_spec.h"

namespace calotype::model {

/// How a pair is varied before a step sees it. Chances are from 0 to 1; a strength of s means a
/// factor drawn from 1 - s to 1 + s.
struct AugmentationSpec {
  double leastArea = 0.45;  // of a random crop, as a part of the whole picture
  double aspect = 4.0 / 3;  // a crop's sides may differ by this factor, either way
  double mirror = 0.5;      // chance
  double brightness = 0.2, contrast = 0.2, saturation = 0.2;  // strengths
  double grey = 0.05;                                         // chance
  double wordDropout = 0;                                     // of each word of a caption
  double patch = 0;  // chance of another picture's part in it
};

enum class ContrastLoss {
  InfoNce,  // Radford et al. 2021, figure 3
  Sigmoid,  // Zhai et al. 2023, "Sigmoid Loss for Language Image Pre-Training"
};

/// What is left as it is, and what is learnt instead.
enum class Adapter {
  None,    // the weights themselves
  Linear,  // a square matrix behind each tower, which becomes part of its projection
  LoRa,    // a product of two thin matrices added to each matrix (Hu et al. 2021)
};

/// Everything about a training run that its file says: OpenCLIP's description of the model and,
/// under "training", the rest.
struct TrainingSpec {
  ModelSpec model;  // no weights; its tokenizer's files lie where "vocabulary" says

  std::uint64_t seed = 1;
  int steps = 1000;
  int batch = 256;  // pairs that are contrasted with each other
  int chunk = 256;  // pairs that are in memory at once
  double learningRate = 1e-3;
  int warmUpSteps = 100;                             // linear, from 0
  double lastRate = 0;                               // the cosine's end, as a part of learningRate
  double weightDecay = 0.1;                          // of matrices only
  double beta1 = 0.9, beta2 = 0.98, epsilon = 1e-6;  // Radford et al. 2021, table 18
  double gradientNorm = 1;  // gradients are shortened to this length; 0: never
  double average = 0.999;   // of the weights, over the steps; 0: none
  bool bf16 = false;        // matrix products in bfloat16

  ContrastLoss loss = ContrastLoss::InfoNce;
  double imitation = 0;  // weight of 1 - cosine to the teacher's vector of the picture
  double relations = 0;  // weight of the teacher's likeness between pictures
  double guidance = 0;   // weight of InfoNCE between the teacher's pictures, mapped, and the texts
  double agreement = 0;  // weight of 1 - cosine to the teacher's picture, mapped
  double words = 0;      // weight of 1 - cosine to the teacher's vectors of words
  int wordsAtOnce = 64;  // words a step
  bool evenEmbeddings = true;  // each dimension's mean and deviation over the batch are taken out

  bool freezeImages = false, freezeTexts = false;
  Adapter adapter = Adapter::None;
  int rank = 8;  // of LoRA's matrices

  int reportEvery = 20;       // steps
  int checkpointEvery = 500;  // steps

  AugmentationSpec augmentation = {};
  std::vector<std::string> templates = {};  // sentences around a label, with {} in its place
  double captionShare = 0.5;  // of a batch, to photos with captions, where there are both

  /// Reads a run's file. "vocabulary" is the folder of vocab.json and merges.txt, beside the file.
  static Result<TrainingSpec> open(const fs::path& file);
};

/// What a run's folder holds once there is a checkpoint, which it names.
inline constexpr const char* kCheckpointFile = "checkpoint.json";

/// InvalidArgument when the folder holds a checkpoint or a model: a new run would overwrite hours
/// of work.
Status refuseUsedFolder(const fs::path& folder);

}  // namespace calotype::model
