// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "catalog/decoder_pool.h"
#include "catalog/metadata/merge.h"
#include "catalog/scan/sidecar_names.h"
#include "catalog/store/database.h"

namespace calotype::catalog {

/// An open sidecar.
struct SidecarFile {
  SidecarForm form = SidecarForm::Whole;
  fs::path path;
  Descriptor file;
  FileStat stat;
};

/// What lies beside a photo's file now, rose.jpg.xmp before rose.xmp.
struct Sidecars {
  std::vector<SidecarFile> files;
  std::int64_t stamp = 0;
};

/// Whether a sidecar named after the stem can be this file's: what the catalog knows of its folder
/// decides.
Result<bool> ownsStem(const Database& database, FileId file);

/// Opens them. Unsupported: one is a link or no regular file. Permission, Io: one cannot be read.
Result<Sidecars> openSidecars(const fs::path& photo, bool ownsStem);

/// What they say together. Corrupt: one is no XMP, with its name in the message; the pool's errors.
Result<Said> readSidecars(const Sidecars& sidecars, DecoderPool& decoders, std::stop_token stop);

/// What a photo's own file says; nothing when it cannot be read.
Said readPhotoWords(const fs::path& photo, DecoderPool& decoders, std::stop_token stop);

}  // namespace calotype::catalog
