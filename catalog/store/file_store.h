// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "catalog/scan/file_event.h"
#include "catalog/store/writer.h"
#include "catalog/types.h"
#include "model/base/hash.h"

namespace calotype::catalog {

/// What a listed folder meant for the catalog.
struct ListingOutcome {
  std::int64_t found = 0;         // files of the listing
  std::vector<FileId> unchanged;  // known, same bytes as far as stat tells, and read before
  std::int64_t unreadable = 0;  // unchanged too, but could not be read before and is not due again
  std::vector<FileId> pending;  // new or changed, or never read: the work query has them
  std::vector<FileId> absent;  // known, and proven not to be there: for markMissing, after the scan
};

/// A file whose bytes are known to have been those of a photo.
struct VerifiableFile {
  fs::path path;  // absolute
  FileStat stat;  // as it was when it was read
  Sha256 content{};
};

/// What to do when very many files are gone at once.
enum class Missing { AskIfMany, Accept };

/// Files of the user's folders: where a photo lies. Reads work on any connection.
class FileStore {
 public:
  explicit FileStore(const Database& database) : database_(database) {}

  /// Adds what is new, marks what changed as to be read again, and says what is absent. Only a
  /// listing that is complete proves anything absent, and then also what lay in sub-folders that
  /// are gone (R8). Changes nothing on repetition.
  Result<ListingOutcome> apply(WriteToken&, const FolderListing& listing, std::int64_t nowMs);

  /// Marks the files found absent by one scan of `root`. More than 50 of them and more than a fifth
  /// of the root's files are taken for a disk that is not there, unless a person said otherwise:
  /// nothing is marked and the error is ManyMissing, with a sentence for people (R9). A missing
  /// file whose photo is present elsewhere in the catalog has moved: its row goes, and it does not
  /// count. Rows of photos are kept.
  Status markMissing(WriteToken&, RootId root, std::span<const FileId> absent,
                     Missing missing = Missing::AskIfMany);

  /// Folder and relative path of a file, as an absolute path. NotFound.
  Result<fs::path> path(FileId file) const;
  /// Files that show this content: present ones first, then in the order of ids.
  Result<std::vector<fs::path>> pathsOf(PhotoId photo) const;
  /// A file of the catalog by its absolute path, if it is known.
  Result<std::optional<FileId>> find(const fs::path& path) const;
  /// The photo that a file of the catalog holds, if it was read.
  Result<std::optional<PhotoId>> photoAt(const fs::path& path) const;
  /// Up to `count` files of the root that were there, from all over it.
  Result<std::vector<VerifiableFile>> sample(RootId root, std::int64_t count) const;
  /// The files whose content is known, or the part-th of `parts` like ones, in the order of ids.
  Result<std::vector<VerifiableFile>> toVerify(unsigned part, unsigned parts) const;

 private:
  const Database& database_;
};

}  // namespace calotype::catalog
