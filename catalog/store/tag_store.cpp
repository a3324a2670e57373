// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/tag_store.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "catalog/store/fresh_id.h"

namespace calotype::catalog {

namespace {

std::string normalised(const icu::Normalizer2* normaliser, UErrorCode status,
                       const icu::UnicodeString& text) {
  std::string utf8;
  if (U_FAILURE(status)) return text.toUTF8String(utf8);
  const auto result = normaliser->normalize(text, status);
  return (U_SUCCESS(status) ? result : text).toUTF8String(utf8);
}

/// Control characters become spaces; white space at either end goes.
icu::UnicodeString tidied(std::string_view name) {
  auto text = icu::UnicodeString::fromUTF8(
      icu::StringPiece(name.data(), std::int32_t(std::min<std::size_t>(name.size(), 4096))));
  for (std::int32_t i = 0; i < text.length(); ++i)
    if (u_iscntrl(text[i])) text.setCharAt(i, u' ');
  return text.trim();
}

}  // namespace

std::string tagName(std::string_view name) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* normaliser = icu::Normalizer2::getNFCInstance(status);
  return normalised(normaliser, status, tidied(name));
}

std::string tagKey(std::string_view name) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* normaliser = icu::Normalizer2::getNFKCCasefoldInstance(status);
  return normalised(normaliser, status, tidied(name));
}

Result<TagId> TagStore::addOnce(WriteToken& token, std::string_view given,
                                std::optional<TagId> parent) {
  const std::string name = tagName(given), key = tagKey(given);
  if (name.empty() || key.empty())
    return fail(Code::InvalidArgument, "A tag needs a name with letters.");
  if (name.size() > kMaxBytes)
    return fail(Code::InvalidArgument, "The tag's name is longer than 256 bytes: shorten it.");
  const Database& database = token.database();
  const std::int64_t above = parent ? std::int64_t(*parent) : 0;
  CALOTYPE_TRY(
      const auto known,
      database.value("SELECT id FROM tag WHERE coalesce(parent_id, 0) = ?1 AND name_key = ?2",
                     above, key));
  if (known) return TagId{*known};
  CALOTYPE_TRY(const auto id, freshId(token));
  CALOTYPE_CHECK(
      database.run("INSERT INTO tag (id, parent_id, name, name_key) VALUES (?1, ?2, ?3, ?4)", id,
                   parent, name, key));
  return TagId{id};
}

Status TagStore::setFileTags(WriteToken& token, PhotoId photo, std::span<const std::string> paths,
                             std::int64_t nowMs) {
  const Database& database = token.database();
  CALOTYPE_CHECK(
      database.run("DELETE FROM photo_tag WHERE photo_id = ?1 AND origin = 'file'"
                   " AND state <> 'rejected'",  // the user took it away: it stays away
                   photo));
  std::size_t kept = 0;
  for (const std::string& path : paths) {
    if (kept == kMaxKeywords) break;
    const auto tag = addPath(token, path);
    if (!tag && tag.error().code == Code::InvalidArgument) continue;
    if (!tag) return tl::make_unexpected(tag.error());
    CALOTYPE_CHECK(
        database.run("INSERT OR IGNORE INTO photo_tag (photo_id, tag_id, origin, state,"
                     " at_ms) VALUES (?1, ?2, 'file', 'accepted', ?3)",
                     photo, *tag, nowMs));
    ++kept;
  }
  return {};
}

Result<std::vector<std::string>> TagStore::acceptedOf(PhotoId photo) const {
  CALOTYPE_TRY(auto rows, database_.query("SELECT name FROM tag WHERE id IN (SELECT tag_id"
                                          " FROM photo_tag WHERE photo_id = ?1"
                                          " AND state = 'accepted') ORDER BY name_key, id",
                                          photo));
  std::vector<std::string> names;
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) return names;
    names.emplace_back(rows.text(0));
  }
}

}  // namespace calotype::catalog
