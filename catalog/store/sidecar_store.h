// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "catalog/metadata/merge.h"
#include "catalog/store/writer.h"
#include "catalog/types.h"
#include "model/base/hash.h"

namespace calotype::catalog {

/// A file beside which something lies that was not read yet.
struct SidecarToRead {
  FileId file{};
  RootId root{};
  fs::path path;  // of the photo's file, absolute
};

/// A photo whose words are to be written.
struct Unwritten {
  PhotoId photo{};
  std::int64_t change = 0;
};

/// What is known of a file's sidecars.
struct KnownSidecar {
  std::int64_t read = 0;  // their stamp (scan/sidecar_names.h) when they were last read or written
  std::optional<Said> before;  // what they said then
  bool conflict = false;
};

/// A temporary file that is to take a photo's or a sidecar's place.
struct Replacing {
  fs::path path;  // of the temporary file
  FileId file{};
  std::optional<Sha256> content;  // of a photo's file once it is replaced
};

/// What lies in sidecars beside photos, and what is to be written there. A sidecar follows the
/// catalog when the user has said so (kSidecars); what others write into one, the catalog follows
/// (merge.h).
class SidecarStore {
 public:
  explicit SidecarStore(const Database& database) : database_(database) {}

  // --- reading them ---
  Status noteSeen(WriteToken&, FileId file, std::int64_t stamp);
  /// The file holds another photo now, so what its sidecars said is not known of that one.
  Status forget(WriteToken&, FileId file);
  Result<std::vector<SidecarToRead>> toRead(std::span<const RootId> roots, FileId after,
                                            std::size_t limit) const;
  Result<KnownSidecar> known(FileId file) const;
  /// Brings the photo up to what its sidecars say, and notes that they were read. Gives true when
  /// something of the photo is to be shown differently. fileSays: the photo's own file, which was
  /// the catalog's word before the sidecars were read for the first time.
  Result<bool> follow(WriteToken&, FileId file, std::int64_t stamp, const Said& now,
                      const Said& fileSays, std::int64_t nowMs);
  /// `to` is what became of `from` when another program wrote into its file: what only that program
  /// changed counts, what only the user changed stays, and what both changed is a conflict.
  Status followFile(WriteToken&, PhotoId from, PhotoId to);
  /// They could not be read, and are left alone.
  Status noteProblem(WriteToken&, FileId file, std::int64_t stamp, const Error& error);
  /// They were written and say this.
  Status noteWritten(WriteToken&, FileId file, std::int64_t stamp, const PhotoWords& words,
                     std::int64_t nowMs);

  // --- writing them ---
  /// The user has switched it on, here or for the photos of some folder.
  Result<bool> writes() const;
  /// What the user made of the photos is to be written, if anything is.
  Status queue(WriteToken&, std::span<const PhotoId> photos);
  /// Of all photos of which the user made something, or beside which something was written.
  Status queueAll(WriteToken&);
  Result<std::vector<Unwritten>> unwritten(std::int64_t nowMs, std::size_t limit) const;
  Result<std::int64_t> countUnwritten() const;
  /// Done, unless it was queued again meanwhile.
  Status settle(WriteToken&, const Unwritten& done);
  Status noteFailure(WriteToken&, const Unwritten& failed, const std::string& message,
                     std::int64_t notBeforeMs);
  /// Those that failed are due at once.
  Status retry(WriteToken&);
  /// What is to be written of a photo. NotFound.
  Result<PhotoWords> wordsOf(PhotoId photo) const;
  Result<bool> hasUserWords(PhotoId photo) const;

  Status addReplacing(WriteToken&, const Replacing& replacing);
  Status removeReplacing(WriteToken&, const fs::path& path);
  Result<std::vector<Replacing>> replacing() const;

  // --- for people ---
  Result<WordsState> stateOf(PhotoId photo) const;
  Result<std::vector<WordsTrouble>> troubles() const;
  /// Ends the conflicts of a photo: by the sidecars' word, or by the catalog's, which is then
  /// written.
  Status decide(WriteToken&, PhotoId photo, bool bySidecar);

 private:
  const Database& database_;
};

}  // namespace calotype::catalog
