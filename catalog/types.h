// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/base/files.h"

namespace calotype::catalog {

enum class PhotoId : std::int64_t {};
enum class FileId : std::int64_t {};
enum class RootId : std::int64_t {};
enum class ModelId : std::int64_t {};
enum class TagId : std::int64_t {};
enum class AlbumId : std::int64_t {};

/// What a photo file says about itself. Absent facts are empty. Text is UTF-8.
struct Metadata {
  std::string
      format;     // "JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP", … (catalog/decode/formats.cpp)
  int width = 0;  // pixels, as stored
  int height = 0;
  int orientation = 1;  // Exif 1-8
  /// The camera's wall clock, as milliseconds since 1970 if that clock had shown UTC.
  std::optional<std::int64_t> takenMs;
  std::optional<int> offsetMinutes;  // of that wall clock, east of UTC; empty when unknown
  std::string make, camera, lens;
  std::optional<double> exposureSeconds, fNumber, iso, focalLengthMm;
  std::optional<double> latitude, longitude;  // degrees, north and east positive
  std::optional<int> rating;                  // 0-5, -1 rejected
  std::vector<std::string> keywords;          // single names
  std::string title, caption;
  std::vector<std::string> keywordPaths;     // as tag paths: levels apart by '/', "\\/" in a name
  std::optional<std::int64_t> durationMs{};  // of a film, 0 when unknown; empty: a picture
};

/// What the user made of a photo that other programs understand too: it is written beside the
/// photo's file, or into it.
struct PhotoWords {
  std::optional<int> rating;      // 0-5; empty: what is there stays
  std::string caption;            // empty: there is none
  std::vector<std::string> tags;  // paths, as Metadata::keywordPaths; single names among them

  friend bool operator==(const PhotoWords&, const PhotoWords&) = default;
};

/// A folder the user gave us, and its sub-folders as the catalog knows them.
struct Root {
  RootId id{};
  fs::path path;                        // absolute
  bool available = true;                // it can be listed right now
  bool writable = true;                 // sidecars can be written beside its photos
  std::string volume{};                 // name of the disk it lies on, for people; may be empty
  bool embeds = false;                  // the user lets words be written into its photos themselves
  std::vector<std::string> excluded{};  // folders in it, relative, that nobody looks into
};
struct Folder {
  fs::path path;  // absolute
  RootId root{};
  std::int64_t photos = 0;  // in it and below
};

/// What the grid needs of a photo, cheap enough for every row of a large catalog.
struct PhotoRow {
  PhotoId id{};
  float aspect = 1;                     // width / height, upright
  std::uint32_t averageRgb = 0x808080;  // 0xRRGGBB, shown before the thumbnail is there
  std::int64_t sortMs = 0;              // capture time, else file time: local milliseconds
  float score = 0;                      // cosine of the search; 0 when browsing
  std::int8_t rating = 0;               // 0-5
  std::int8_t flag = 0;                 // 1 picked, -1 rejected
  std::int8_t colour = 0;               // 0 none, 1-5 as in kColourNames
  bool missing = false;                 // none of its files is where it was
  std::int32_t filmSeconds = -1;        // of a film, 0 when unknown; -1: a picture

  bool isFilm() const { return filmSeconds >= 0; }
};

/// The colour labels, by number.
inline constexpr const char* kColourNames[] = {"none", "red", "yellow", "green", "blue", "purple"};

/// Everything about one photo.
struct PhotoDetails {
  PhotoId id{};
  Metadata metadata;  // rating, title and caption as the user has them now
  int flag = 0;
  int colour = 0;
  std::vector<fs::path> files;  // absolute; the first is the one that is shown
  std::uint64_t bytes = 0;
  std::int64_t fileMs = 0;  // modification time, UTC
};

/// A file that could not become a photo, and why.
struct Failure {
  FileId file{};
  fs::path path;
  std::string step;  // "open", "decode", "encode"
  std::string code;  // codeName
  std::string message;
  int attempts = 0;
};

/// A tag, and how many photos bear it or one below it.
struct TagNode {
  TagId id{};
  std::optional<TagId> parent;
  std::string name;
  std::string conceptId;      // of a vocabulary; empty for a tag that only the user knows
  std::int64_t photos = 0;    // that bear it or one below it
  std::int64_t proposed = 0;  // for which it is proposed, itself
};

/// A tag on some photos, as a panel shows it.
struct SharedTag {
  TagId tag{};
  std::string name;           // its own
  std::string path;           // from the top, levels apart by " / "
  std::int64_t accepted = 0;  // photos among those asked about
  std::int64_t proposed = 0;
  double probability = 0;  // the mean over the proposals
  bool fromFile = false;   // some bear it because their file says so
};

/// The photos for which one tag is proposed.
struct ProposalCard {
  TagId tag{};
  std::string name, path;
  std::int64_t photos = 0;
  double probability = 0;  // the mean
};
struct ProposedPhoto {
  PhotoRow photo;
  double probability = 0;
};

struct Album {
  AlbumId id{};
  std::string name;
  std::string query;        // a saved search; empty: a list of photos
  std::int64_t photos = 0;  // of a list; a saved search has to be asked
};

/// A photo's file in the desktop's bin.
struct TrashedPhoto {
  PhotoRow photo;
  std::filesystem::path from;  // absolute: where it lay
  std::int64_t atMs = 0;
  bool inBin = true;  // false: somebody has emptied the bin since
};

/// How a photo's words (rating, caption, tags) stand between the catalog and what lies beside its
/// file.
struct WordsState {
  enum class Kind {
    None,      // nothing lies there, and nothing is to be written
    Pending,   // to be written
    Written,   // they say the same
    Failed,    // they could not be read or written: `message`
    Conflict,  // both were changed: what the sidecar says instead is in other…
  };
  Kind kind = Kind::None;
  std::string message{};
  std::int64_t writtenMs = 0;  // UTC; 0: not by us
  fs::path file{};             // the photo's file beside which it lies
  std::optional<int> otherRating{};
  std::optional<std::string> otherCaption{};
};

struct WordsTrouble {
  PhotoId photo{};
  WordsState state;
};

struct Counts {
  std::int64_t photos = 0, files = 0, unreadable = 0, missing = 0;
  std::int64_t films = 0;          // of the photos
  std::int64_t missingPhotos = 0;  // not of the photos: none of their files is there
  std::int64_t recent = 0;         // photos of the last import
  std::int64_t proposed = 0;       // tags that are proposed for photos
  std::int64_t trashed = 0;
  std::int64_t unwritten = 0;  // photos whose words are to be written beside them, or failed
  std::int64_t conflicts = 0;  // photos whose sidecar and catalog say different things
  std::int64_t embedded = 0;   // photos with a vector of the model in use
};

}  // namespace calotype::catalog
