// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/base/files.h"
#include "model/base/result.h"

namespace calotype::model {

enum class Activation {
  Gelu,       // exact: x * Phi(x)
  QuickGelu,  // x * sigmoid(1.702 x)
  GeluTanh,   // x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3)))
};

/// How a picture becomes the model's input. All figures come from the model's own files.
struct TransformSpec {
  enum class Resize {
    ShortestSide,
    Squash
  };  // shorter side to `size`, then a centre crop; or both sides
  enum class Interpolation { Bicubic, Bilinear };
  enum class CropOffset {
    HalfToEven,
    Floor
  };  // OpenCLIP: round((side - size) / 2); Hugging Face: floor

  int size = 224;  // side of the square input in pixels
  std::array<float, 3> mean{};
  std::array<float, 3> deviation{1, 1, 1};
  Resize resize = Resize::ShortestSide;
  Interpolation interpolation = Interpolation::Bicubic;
  CropOffset cropOffset = CropOffset::HalfToEven;

  friend bool operator==(const TransformSpec&, const TransformSpec&) = default;
};

/// The image tower: CLIP's vision transformer or its modified ResNet with attention pooling
/// (Radford et al. 2021, section 2.4); or SigLIP's, patches alone, which a head with attention
/// pools (Zhai et al. 2023; Zhai et al. 2022, "Scaling Vision Transformers", section 3).
struct VisionSpec {
  enum class Kind { Transformer, ResNet, Siglip };
  Kind kind = Kind::Transformer;
  int imageSize = 224;          // pixels
  int width = 768;              // transformers: channels; ResNet: channels of the stem
  int layers = 12;              // transformers: blocks
  std::array<int, 4> stages{};  // ResNet: bottlenecks in each stage
  int heads = 12;               // attention heads (ResNet: of the pooling)
  int patch = 32;               // transformers: side of a patch in pixels
  int hidden = 3072;            // transformers: width inside the block's two linear layers
  Activation activation = Activation::Gelu;
  float epsilon = 1e-5f;  // of the layer norms
};

/// The text tower: CLIP's causal transformer, pooled at the first end-of-text token; or SigLIP's,
/// in which every token sees every other, padding too, pooled at the last of all its places.
struct TextSpec {
  enum class Kind { Clip, Siglip };
  Kind kind = Kind::Clip;
  int context = 77;        // tokens
  int vocabulary = 49408;  // entries
  int width = 512;
  int layers = 12;
  int heads = 8;
  int hidden = 2048;
  Activation activation = Activation::Gelu;
  float epsilon = 1e-5f;
};

/// What the model's vocabulary is written in.
enum class VocabularyKind {
  BytePairs,    // CLIP's: vocab.json with merges.txt, merges.txt alone, or tokenizer.json
  Pieces,       // SigLIP's: SentencePiece, spiece.model
  GemmaPieces,  // SigLIP 2's: SentencePiece, tokenizer.model
};

/// Everything about a model that its configuration says; the one description of a CLIP that the
/// towers, the transform, the tokenizer and the calculator read.
struct ModelSpec {
  std::string name;             // for people: the folder's name, or the named configuration's
  std::string family;           // row of families.cpp that read it
  std::string language = "en";  // BCP 47, of its captions; "mul": of many languages
  fs::path folder;              // empty for a named configuration without files
  int dims = 512;               // of the shared space
  VisionSpec vision;
  TextSpec text;
  TransformSpec transform;
  std::vector<fs::path> weights;  // safetensors files, absolute; several when sharded
  VocabularyKind vocabularyKind = VocabularyKind::BytePairs;
  std::optional<fs::path>
      tokenizer;  // the vocabulary's file (merges.txt is the one of two); none: pictures only

  /// Reads the configuration of any of the layouts from a folder (R37, R38). Weights are not
  /// opened.
  static Result<ModelSpec> open(const fs::path& folder);
  /// A configuration known by name, such as "ViT-B-32", for the calculator.
  static Result<ModelSpec> named(const std::string& name);
  static std::vector<std::string> names();
};

}  // namespace calotype::model
