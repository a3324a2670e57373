// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/words.h"

#include <algorithm>
#include <array>

#include "catalog/decode/categories.h"
#include "catalog/decode/metadata.h"
#include "catalog/decode/metadata_text.h"

namespace calotype::catalog {

namespace {

constexpr const char* kMicrosoft = "http://ns.microsoft.com/photo/1.0/";
constexpr XmpName kSubject{"http://purl.org/dc/elements/1.1/", "dc", "subject"};
constexpr XmpName kDescription{"http://purl.org/dc/elements/1.1/", "dc", "description"};
constexpr XmpName kRating{"http://ns.adobe.com/xap/1.0/", "xmp", "Rating"};
constexpr XmpName kMicrosoftRating{kMicrosoft, "MicrosoftPhoto", "Rating"};
constexpr XmpName kCategories{"http://ns.acdsee.com/iptc/1.0/", "acdsee", "categories"};

/// Where tags stand as whole paths, one a row.
struct PathField {
  XmpName property;
  char between;  // levels
  XmpTree::Array array;
  bool always;  // else only where it is there already
};
constexpr std::array<PathField, 4> kPathFields{{
    {{"http://ns.adobe.com/lightroom/1.0/", "lr", "hierarchicalSubject"},
     '|',
     XmpTree::Array::Bag,
     true},
    {{"http://www.digikam.org/ns/1.0/", "digiKam", "TagsList"}, '/', XmpTree::Array::Seq, true},
    {{kMicrosoft, "MicrosoftPhoto", "LastKeywordXMP"}, '/', XmpTree::Array::Bag, false},
    {{"http://ns.iview-multimedia.com/mediapro/1.0/", "mediapro", "CatalogSets"},
     '|',
     XmpTree::Array::Bag,
     false},
}};

std::string joined(const TagLevels& levels, char between) {
  std::string path;
  for (const auto& level : levels) {
    if (!path.empty()) path += between;
    path += level;
  }
  return path;
}

void setRating(int stars, XmpTree& xmp) {
  if (stars > 0 || xmp.has(kRating)) xmp.setText(kRating, std::to_string(stars));
  static constexpr std::array kPercent{"0", "1", "25", "50", "75", "99"};
  if (xmp.has(kMicrosoftRating)) xmp.setText(kMicrosoftRating, kPercent[std::size_t(stars)]);
}

}  // namespace

void setWords(const PhotoWords& words, XmpTree& xmp) {
  if (words.rating) setRating(std::clamp(*words.rating, 0, 5), xmp);
  xmp.setDefaultText(kDescription, words.caption);
  std::vector<TagLevels> paths;
  KeywordList names;
  for (const auto& tag : words.tags) {
    auto levels = levelsOfTagPath(tag);
    if (levels.empty()) continue;
    // Lightroom's list parts levels by it, and has no way to say that one is meant.
    for (auto& level : levels) std::replace(level.begin(), level.end(), '|', '/');
    names.add(levels.back());
    paths.push_back(std::move(levels));
  }
  xmp.setArray(kSubject, XmpTree::Array::Bag, names.take());
  for (const auto& field : kPathFields) {
    if (!field.always && !xmp.has(field.property)) continue;
    std::vector<std::string> items;
    for (auto& own : xmp.items(field.property))
      if (isProgramsOwnTag(own)) items.push_back(std::move(own));
    for (const auto& levels : paths) items.push_back(joined(levels, field.between));
    xmp.setArray(field.property, field.array, items);
  }
  if (xmp.has(kCategories)) xmp.setText(kCategories, writeCategories(paths));
}

Result<Metadata> readSidecar(Bytes bytes) {
  CALOTYPE_TRY(const auto xmp, XmpTree::parse(bytes));
  // Exiv2 looks for XMP at the very beginning and knows one encoding.
  const auto packet = xmp.written(XmpTree::As::Packet);
  Metadata metadata;
  metadata.format = "XMP";
  if (!readPacket(packet, metadata))
    return fail(Code::Corrupt, "The sidecar's XMP cannot be read.");
  return metadata;
}

Result<std::vector<std::byte>> editSidecar(Bytes bytes, const PhotoWords& words) {
  CALOTYPE_TRY(auto xmp, XmpTree::parse(bytes));
  setWords(words, xmp);
  const auto text = xmp.written(XmpTree::As::File);
  const auto whole = std::as_bytes(std::span(text));
  return std::vector<std::byte>(whole.begin(), whole.end());
}

}  // namespace calotype::catalog
