// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/base/files.h"
#include "model/base/hash.h"
#include "model/base/result.h"

namespace calotype::catalog {

/// Between which vectors a saved graph's links lead.
struct IndexIdentity {
  Sha256 model{};               // of the weights
  std::uint32_t transform = 0;  // version of the image transform
  std::uint32_t dims = 0;

  friend bool operator==(const IndexIdentity&, const IndexIdentity&) = default;
};

/// cache/index.bin: a header (magic, version, byte order, identity, links a node, length and XXH3
/// of the payload, XXH3 of the header itself) and the payload. It is a cache: whoever doubts it
/// deletes it. Which photos a graph is about, and over which vectors, says its payload, one by one
/// (VectorIndex::saveGraph), which is stricter than a number for the state of the whole catalog.

/// Writes a temporary file, reads it back and compares, renames: afterwards the file is the old or
/// the new one, whole.
Status writeIndexFile(const fs::path& path, const IndexIdentity& identity,
                      std::string_view payload);

/// The payload, if every byte is as it was written, by this version, on this kind of machine, for
/// this identity. NotFound: there is no file. Corrupt: any doubt.
Result<std::string> readIndexFile(const fs::path& path, const IndexIdentity& identity);

}  // namespace calotype::catalog
