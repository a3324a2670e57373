// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "model/files/json.h"
#include "model/files/model_spec.h"

namespace calotype::model {

/// Where a tensor of ours lies in a family's files. '#' in the names stands for the same number.
struct TensorRule {
  enum class Layout { AsIs, Transposed, Stacked };  // Stacked: along the first dimension

  std::string_view ours;
  std::array<std::string_view, 3> theirs;  // one name; three if Stacked
  Layout layout = Layout::AsIs;
};

/// A way in which CLIP models are published: a row of the table in families.cpp.
struct Family {
  std::string_view name;
  std::string_view configFile;
  std::string_view modelType;    // what stands under "model_type" in it; empty: no such field
  std::string_view weightsFile;  // or this + ".index.json", which names several

  /// Reads towers and shared space; the description of anything that the towers cannot compute is
  /// Unsupported.
  Status (*readArchitecture)(const JsonFields& config, ModelSpec& spec);
  /// Reads how a picture becomes the input, from the configuration or a file beside it.
  Status (*readTransform)(const JsonFields& config, ModelSpec& spec);

  /// Names are tried from the first rule to the last; a name without a rule is the same there.
  std::span<const TensorRule> tensors;
  std::span<const TensorRule> blocks = {};  // more of them: of the transformers' blocks
};

std::span<const Family> families();

/// The layout in which this program writes models of its own.
inline constexpr std::string_view kTrainedFamily = "OpenCLIP";

/// The row of that name; asserts that it is there.
const Family& familyNamed(std::string_view name);

/// A tensor of ours as the rule finds it: the names of its parts in the family's files.
struct TensorPlace {
  std::vector<std::string> names;
  TensorRule::Layout layout = TensorRule::Layout::AsIs;
};

/// Every place where the tensor may lie, in the order in which to look.
std::vector<TensorPlace> placesOf(const Family& family, std::string_view ours);

// How the layouts' configurations are read (config_open_clip.cpp, config_hugging_face.cpp).
Status readOpenClip(const JsonFields& config, ModelSpec& spec);
Status readOpenClipTransform(const JsonFields& config, ModelSpec& spec);
/// The open_clip_config.json of a model. Unsupported when that layout has no words for it.
Result<Json> writeOpenClip(const ModelSpec& spec);
Status readHuggingFace(const JsonFields& config, ModelSpec& spec);
Status readHuggingFaceTransform(const JsonFields& config, ModelSpec& spec);
Status readSiglip(const JsonFields& config, ModelSpec& spec);

/// Three numbers, one per colour.
Result<std::array<float, 3>> readColours(const JsonFields& fields, const char* key, double least,
                                         double most, const std::array<float, 3>& fallback);

/// Bounds of a configuration: what a model may ask of memory and time.
inline constexpr int kMostLayers = 64;
inline constexpr int kMostWidth = 4096;
inline constexpr int kMostHidden = 4 * kMostWidth;
inline constexpr int kMostImageSize = 1024;
inline constexpr int kMostContext = 256;
inline constexpr int kMostVocabulary = 300'000;

/// Mean and deviation of the colours of CLIP's training pictures, which OpenCLIP takes when a
/// configuration is silent.
inline constexpr std::array<float, 3> kClipMean{0.48145466f, 0.4578275f, 0.40821073f};
inline constexpr std::array<float, 3> kClipDeviation{0.26862954f, 0.26130258f, 0.27577711f};

}  // namespace calotype::model
