// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "catalog/scan/volume.h"
#include "catalog/store/writer.h"
#include "catalog/types.h"
#include "model/base/hash.h"

namespace calotype::catalog {

/// The folders the user gave us.
class RootStore {
 public:
  explicit RootStore(const Database& database) : database_(database) {}

  /// In the order of their paths; `available` and `writable` are not known here and stay true.
  Result<std::vector<Root>> all() const;
  /// The root in or under which an absolute path lies.
  Result<std::optional<Root>> containing(const fs::path& path) const;

  /// `path` is absolute and free of "." and ".."; a '/' at its end does not count. A folder inside
  /// a known root gives that root. Known roots inside the folder become part of it, with their
  /// files.
  Result<RootId> addOnce(WriteToken&, const fs::path& path);

  /// By what the folder was known when it was last found; empty: it was never looked at.
  Result<std::optional<FolderIdentity>> identity(RootId root) const;
  Status setIdentity(WriteToken&, RootId root, const FolderIdentity& identity);
  /// The same folder lies at another path now: its disk is mounted elsewhere. Files keep all that
  /// is known of them. InvalidArgument: another root is there, or overlaps it.
  Status moveTo(WriteToken&, RootId root, const fs::path& path);

  /// Whether words may be written into its photos. NotFound: it is no root.
  Status setEmbeds(WriteToken&, const fs::path& root, bool embeds);

  /// Nobody looks into this folder (relative, not the root itself) and those below from now on, and
  /// what is known of photos that lie nowhere else is gone, the user's work on them too (R41).
  /// Gives their contents.
  struct Forgotten {
    std::vector<PhotoId> photos;
    std::vector<Sha256> contents;
  };
  Result<Forgotten> exclude(WriteToken&, RootId root, const std::string& folder);
  /// NotFound: it is not excluded.
  Status include(WriteToken&, RootId root, const std::string& folder);

  /// Forgets the root and its files; nothing on the disk is touched. Photos that lie in another
  /// root stay, and so do those (unseen, without files) that carry work of the user's: ratings,
  /// flags, accepted or refused tags, albums. Gives the photos that are gone.
  Result<std::vector<PhotoId>> remove(WriteToken&, RootId root);

 private:
  const Database& database_;
};

/// `path` without "/" at its end (but "/" itself).
fs::path withoutTrailingSlash(const fs::path& path);

/// `path` seen from `folder`, when it is the same or lies below: "" or "a/b". By bytes.
std::optional<std::string> relativeTo(const fs::path& path, const fs::path& folder);

}  // namespace calotype::catalog
