// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <stop_token>

#include "catalog/decoder_pool.h"
#include "catalog/metadata/sidecar_files.h"
#include "catalog/store/sidecar_store.h"

namespace calotype::catalog {

/// What was found beside a photo's file, before it is entered into the catalog.
struct ReadBeside {
  std::int64_t stamp = 0;
  Result<Said> said;
  Said fileSays;  // asked for when the sidecars are read for the first time
};

/// Opens and reads all that lies beside a file. Cancelled: `said` has it.
ReadBeside readBeside(const Database& reader, DecoderPool& decoders, FileId file,
                      const fs::path& photo, std::stop_token stop);

/// Brings the photo up to what was read, or notes that it could not be. What somebody changed in a
/// sidecar that was known before can be undone like a change of the user's. True: the photo is
/// another one now.
Result<bool> enterBeside(WriteToken&, FileId file, const ReadBeside& read, std::int64_t nowMs);

}  // namespace calotype::catalog
