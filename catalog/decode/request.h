// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "catalog/types.h"
#include "model/base/hash.h"
#include "model/base/image.h"
#include "model/files/model_spec.h"

namespace calotype::catalog {

/// What a decoder does with the bytes it is given. Of a sidecar (XMP beside a photo) it gives the
/// metadata; the edits give the whole file as it is to be: the bytes with other words in them, all
/// else kept. An edited sidecar may be empty before; of an edited photo everything but the words
/// was compared.
enum class DecoderTask : std::uint8_t { Picture, Sidecar, EditSidecar, EditPhoto };
constexpr bool isEdit(DecoderTask task) {
  return task == DecoderTask::EditSidecar || task == DecoderTask::EditPhoto;
}

/// What is wanted of one photo. Everything asked for is made from one decoding.
struct DecodeRequest {
  DecoderTask task = DecoderTask::Picture;
  std::optional<PhotoWords> words{};  // of an edit
  // The rest is about pictures.
  /// The model's input. Made from the smallest of 1/8, 1/4, 1/2 and 1 that is large enough
  /// (photo.cpp), or from full size with `fullSize` (embed, parity tests).
  std::optional<model::TransformSpec> crop;
  bool fullSize = false;
  std::uint32_t thumbnailEdge = 0;  // longest edge in pixels, never enlarged; 0: none
  std::uint32_t pictureEdge = 0;    // the viewer's picture, longest edge; 0: none
  bool films = false;               // of a film the metadata is enough; else it is refused
  bool metadata = false;
  bool pixelHash = false;  // SHA-256 of the encoded picture data without metadata (JPEG, PNG; R2)
};

/// Raw pixels, upright, sRGB: nothing left to parse.
struct Decoded {
  Metadata metadata;  // format, width, height (but of films) and orientation are always there
  Rgb8 crop, thumbnail, picture;
  std::optional<Sha256> pixelHash;
  std::uint32_t averageRgb = 0x808080;  // of the thumbnail, if one was asked for
  double decodeSeconds = 0;             // processor time in the decoder
  std::vector<std::byte> file;          // what an edit made
};

}  // namespace calotype::catalog
