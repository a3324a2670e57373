// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/metadata/sidecar_reader.h"

#include <utility>

#include "catalog/edit/journal.h"

namespace calotype::catalog {

ReadBeside readBeside(const Database& reader, DecoderPool& decoders, FileId file,
                      const fs::path& photo, std::stop_token stop) {
  const auto found =
      ownsStem(reader, file).and_then([&](bool owns) { return openSidecars(photo, owns); });
  if (!found) return {0, tl::make_unexpected(found.error()), {}};
  ReadBeside read{found->stamp, readSidecars(*found, decoders, stop), {}};
  const auto known = SidecarStore(reader).known(file);
  if (known && !known->before) read.fileSays = readPhotoWords(photo, decoders, stop);
  return read;
}

Result<bool> enterBeside(WriteToken& token, FileId file, const ReadBeside& read,
                         std::int64_t nowMs) {
  SidecarStore store(token.database());
  if (!read.said) {
    if (read.said.error().code == Code::Cancelled) return false;
    CALOTYPE_CHECK(store.noteProblem(token, file, read.stamp, read.said.error()));
    return true;
  }
  CALOTYPE_TRY(const auto known, store.known(file));
  if (!known.before) return store.follow(token, file, read.stamp, *read.said, read.fileSays, nowMs);
  bool changed = false;
  CALOTYPE_TRY(const auto done, Journal(token.database()).record(token, nowMs, [&](EditDone& edit) {
    edit.name = {"sidecar", "", 1};
    const auto followed = store.follow(token, file, read.stamp, *read.said, read.fileSays, nowMs);
    if (!followed) return Status(tl::make_unexpected(followed.error()));
    changed = *followed;
    return Status();
  }));
  return changed || done.changed;
}

}  // namespace calotype::catalog
