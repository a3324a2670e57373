// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <vector>

#include "catalog/metadata/word_writer.h"
#include "catalog/scan/file_event.h"

namespace calotype::catalog {

/// A photo's file of the catalog that is there, for whoever writes beside or into it.
struct PhotoFile {
  FileId id{};
  PhotoId photo{};
  fs::path path;  // absolute
  FileStat stat;  // as it was when it was read
  bool embeds = false;
};

Result<std::vector<PhotoFile>> filesOf(const Database& database, PhotoId photo);

/// Writes a photo's words into its sidecars, or a new one, and notes it. The errors of
/// FileReplacement; Corrupt: what was written does not say what it shall, and nothing was replaced.
Status writeSidecars(const WordWriterParts& parts, const Database& reader, const PhotoFile& file,
                     const PhotoWords& words, std::stop_token stop);

/// Writes them into the photo's file itself, unless it says so already. Unsupported, Permission,
/// TooLarge, Corrupt: that cannot be done with this file, which was left as it is.
Status writeIntoPhoto(const WordWriterParts& parts, const PhotoFile& file, const PhotoWords& words,
                      std::stop_token stop);

/// Finishes or removes what a run that was killed left behind.
Status finishReplacing(const WordWriterParts& parts, const Database& reader);

}  // namespace calotype::catalog
