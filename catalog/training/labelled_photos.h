// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "catalog/decoder_pool.h"
#include "catalog/tags/vocabulary.h"
#include "catalog/training/shard.h"
#include "model/base/image.h"
#include "model/score/calibration.h"

namespace calotype::catalog {

/// Photos with what is known to be in them, in the words of a vocabulary.
struct LabelledPhotos {
  std::vector<std::string> keys, sources;
  std::vector<std::vector<float>> vectors;  // unit length
  std::vector<model::Truth> truth;          // [photos, concepts], row-major
  std::vector<bool> tested;                 // by concept: something is known of it
  std::vector<std::string> problems;
};

/// Vectors of crops, in their order.
using EncodeImages = std::function<Result<std::vector<std::vector<float>>>(std::span<const Rgb8>)>;

/// Reads shards and folders (shard.h), decodes every picture through the pool and has it encoded.
///
/// What people said is not complete, so only what can be known is judged. A concept is there if a
/// label or a caption names it or something below it. It is unknown if something broader was named
/// ("dog": which one?), or if words of this kind hardly ever speak of it (labels say nothing of
/// grass). Else it counts as not there, which makes every measured precision a lower bound.
/// Captions name persons by guess; all such words mean "person".
Result<LabelledPhotos> readLabelledPhotos(
    std::span<const fs::path> shards, const Vocabulary& vocabulary, DecoderPool& decoders,
    const model::TransformSpec& transform, const EncodeImages& encode,
    const std::function<void(std::size_t photos)>& progress = {});

/// Concepts that a caption names: the longest names first, up to four words each.
std::vector<std::int32_t> conceptsIn(std::string_view caption, const Vocabulary& vocabulary);

}  // namespace calotype::catalog
