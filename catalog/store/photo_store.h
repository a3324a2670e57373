// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "catalog/scan/file_event.h"
#include "catalog/store/writer.h"
#include "catalog/types.h"
#include "model/base/hash.h"

namespace calotype::catalog {

/// A photo as it was read from a file.
struct Photo {
  Sha256 content{};  // of all bytes: its identity
  std::optional<Sha256> pixelHash;
  Metadata metadata;
  std::uint32_t averageRgb = 0x808080;
};

/// What recording a read file did.
struct Recorded {
  PhotoId photo{};
  bool isNew = false;      // the content was not known before
  bool unchanged = false;  // the file held this photo already
};

/// Photos, by identity of content. One photo may lie in many files or, for now, in none.
/// Reads work on any connection; writes need the writer's token, so only its thread can call them.
class PhotoStore {
 public:
  static constexpr std::size_t kMaxBatch = 1000;

  explicit PhotoStore(const Database& database) : database_(database) {}

  // --- writing ---

  /// Adds the photo with its metadata, file keywords and words for searching, or finds the one with
  /// the same content and brings its metadata up to date (but no rating or caption of the user's).
  /// fileMs: modification time (ms, UTC) for photos that do not know when they were taken.
  Result<PhotoId> addOnce(WriteToken&, const Photo& photo, std::int64_t fileMs, std::int64_t nowMs);

  /// Records that `file`, which stat described as `stat` when it was opened, holds `photo`: adds
  /// the photo once, links the file, forgets the file's failures. When the file held another photo
  /// before and only its metadata was rewritten (equal pixel hashes), what the user made is copied
  /// to the new content (R5). What becomes of the photo that was held before, ReplacedStore
  /// settles.
  Result<Recorded> record(WriteToken&, FileId file, const FileStat& stat, const Photo& photo,
                          std::int64_t nowMs);

  /// Records that `file` holds a photo whose content is known already: no decoding needed.
  Result<Recorded> recordKnown(WriteToken&, FileId file, const FileStat& stat, PhotoId photo);

  /// We have written words into the file, which held a photo and holds it still, in other bytes.
  /// Further files of the photo are to be read again.
  Status rewritten(WriteToken&, FileId file, const FileStat& stat, const Sha256& content);

  /// Removes photos with all rows that hang on them.
  Status remove(WriteToken&, std::span<const PhotoId> photos);

  // --- finding ---

  Result<std::optional<PhotoId>> find(const Sha256& content) const;
  Result<Sha256> contentOf(PhotoId photo) const;  // NotFound
  /// Rows in the order of `ids`; one that is gone or not shown() is left out. At most
  /// kMaxBatch ids a call (else InvalidArgument).
  Result<std::vector<PhotoRow>> getMany(std::span<const PhotoId> ids) const;
  /// Everything about one photo. NotFound.
  Result<PhotoDetails> details(PhotoId photo) const;

  /// Rows by the rest of a query behind "FROM photo", with its values.
  template <class... Values>
  Result<std::vector<PhotoRow>> rows(std::string_view rest, const Values&... values) const {
    CALOTYPE_TRY(
        auto query,
        database_.query(std::string(kRowColumns) + " FROM photo " + std::string(rest), values...));
    return readAll(std::move(query));
  }

  // --- browsing: newest first, ties by id ---

  Result<std::vector<PhotoRow>> all() const;
  /// Those of which no file is where it was, but for what the user wants forgotten.
  Result<std::vector<PhotoRow>> missing() const;
  /// Photos in `folder` (absolute) and below; none when it lies in no root. Several roots may lie
  /// in it.
  Result<std::vector<PhotoRow>> inFolder(const fs::path& folder) const;
  /// Photos that bear the tag or one below it.
  Result<std::vector<PhotoRow>> withTag(TagId tag) const;
  /// Photos of the last import: those that were added within an hour before the last one was.
  Result<std::vector<PhotoRow>> recent() const;
  /// File names by photo, folded for case, digits in groups put in the order of their numbers.
  Result<std::unordered_map<std::int64_t, std::string>> namesOfAll() const;
  /// Every folder that holds photos in it or below, roots included, in the order of paths.
  Result<std::vector<Folder>> folders() const;

  /// embedded: photos with a vector of `model` and `transform`; 0 without a model.
  Result<Counts> counts(std::optional<ModelId> model, std::uint32_t transform) const;

 private:
  static constexpr const char* kRowColumns =
      "SELECT photo.id, aspect, average_rgb, sort_ms, rating, flag, colour, duration_ms, files";
  Result<std::vector<PhotoRow>> readAll(Statement query) const;
  Result<Recorded> link(WriteToken&, FileId file, const FileStat& stat, PhotoId photo, bool isNew);
  Status takeOver(WriteToken&, PhotoId old, const Recorded& recorded);
  const Database& database_;
};

/// The wall clock of this machine's time zone at `utcMs`, as if it had shown UTC.
std::int64_t localWallClock(std::int64_t utcMs);

}  // namespace calotype::catalog
