// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/base/files.h"

namespace calotype::catalog {

/// A picture of a training or measuring set, still encoded, with what people said about it.
struct ShardPhoto {
  std::string key;
  std::string bytes;                  // the picture file
  std::vector<std::string> labels;    // from special to general
  std::vector<std::string> captions;  // alternatives
  std::string source;
};

struct ShardReport {
  std::int64_t photos = 0;
  std::int64_t withoutText = 0;  // pictures nobody says anything about: left out
  std::vector<std::string> problems;
};

/// Calls `use` for every picture of
///  - a tar file with NAME.jsonl beside it (one object a line: key, labels, captions), or with a
///    KEY.json inside for every picture (WebDataset), or
///  - a folder of pictures with captions.json (file name -> list of captions) in it.
/// A picture that cannot be read, or of more than 64 MiB, is a problem and left out; `use` ends the
/// reading by an error. Corrupt: the archive itself is broken; what came before was used.
Result<ShardReport> readShard(const fs::path& shard, const std::function<Status(ShardPhoto)>& use);

}  // namespace calotype::catalog
