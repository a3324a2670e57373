// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/text_index.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

#include "catalog/store/shown.h"
#include "catalog/store/tag_store.h"

namespace calotype::catalog {

namespace {

constexpr std::size_t kMaxFiles = 20;  // of one photo whose names are kept
constexpr std::size_t kMaxWords = 64;
constexpr std::size_t kMaxQueryBytes = 4096;

struct Words {
  std::string names, folders, date, caption, tags;
};

void add(std::string& words, std::string_view more) {
  if (more.empty() || words.size() > (1u << 16)) return;
  if (!words.empty()) words += '\n';
  words += more;
}

std::string dateOf(std::int64_t wallClockMs) {
  const auto seconds = std::time_t(wallClockMs / 1000);
  std::tm day{};
  if (::gmtime_r(&seconds, &day) == nullptr) return {};
  std::array<char, 32> text{};
  const auto length = std::strftime(text.data(), text.size(), "%Y-%m-%d", &day);
  return {text.data(), length};
}

Status collectFiles(const Database& database, PhotoId photo, Words& words) {
  CALOTYPE_TRY(auto files, database.query("SELECT root.path, file.path FROM file"
                                          " JOIN root ON root.id = root_id WHERE photo_id = ?1"
                                          " AND state <> 'missing' ORDER BY file.id LIMIT ?2",
                                          photo, kMaxFiles));
  while (true) {
    CALOTYPE_TRY(const bool row, files.step());
    if (!row) return {};
    const fs::path path(files.bytes(1));
    add(words.names, displayPath(path.filename()));
    // The root's own name says something, the folders above it only where home is.
    add(words.folders, displayPath(fs::path(files.bytes(0)).filename() / path.parent_path()));
  }
}

Result<Words> wordsOf(const Database& database, PhotoId photo) {
  Words words;
  CALOTYPE_CHECK(collectFiles(database, photo, words));
  CALOTYPE_TRY(auto row, database.query("SELECT coalesce(taken_ms, sort_ms), title, caption"
                                        " FROM photo WHERE id = ?1",
                                        photo));
  CALOTYPE_TRY(const bool there, row.step());
  if (!there) return fail(Code::NotFound, "The photo is no longer in the catalog.");
  words.date = dateOf(row.integer(0));
  add(words.caption, row.text(1));
  add(words.caption, row.text(2));
  CALOTYPE_TRY(const auto tags, TagStore(database).acceptedOf(photo));
  for (const auto& tag : tags) add(words.tags, tag);
  return words;
}

bool mayBeWord(char character) {
  const auto byte = static_cast<unsigned char>(character);
  return byte >= 0x80 || std::isalnum(byte) != 0;
}

bool isSpace(char character) {
  return static_cast<unsigned char>(character) <= ' ' || character == 0x7f;
}

}  // namespace

Status TextIndex::refresh(WriteToken& token, PhotoId photo) {
  const Database& database = token.database();
  CALOTYPE_TRY(const auto words, wordsOf(database, photo));
  CALOTYPE_CHECK(remove(token, photo));
  return database.run(
      "INSERT INTO photo_text (rowid, name, folder, date, caption, tags)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
      photo, words.names, words.folders, words.date, words.caption, words.tags);
}

Status TextIndex::remove(WriteToken& token, PhotoId photo) {
  return token.database().run("DELETE FROM photo_text WHERE rowid = ?1", photo);
}

Status TextIndex::rebuild(WriteToken& token) {
  const Database& database = token.database();
  CALOTYPE_CHECK(database.run("DELETE FROM photo_text"));
  std::vector<PhotoId> photos;
  CALOTYPE_TRY(auto rows, database.query("SELECT id FROM photo ORDER BY id"));
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) break;
    photos.push_back(rows.id<PhotoId>(0));
  }
  for (const PhotoId photo : photos) CALOTYPE_CHECK(refresh(token, photo));
  return {};
}

Result<std::vector<PhotoId>> TextIndex::find(std::string_view text, std::size_t limit,
                                             Match match) const {
  std::vector<PhotoId> photos;
  const std::string query = wordQuery(text, match);
  if (query.empty()) return photos;
  CALOTYPE_TRY(auto rows, database_.query(
                              std::string("SELECT photo.id FROM photo_text JOIN photo ON photo.id ="
                                          " photo_text.rowid WHERE photo_text MATCH ?1 AND ") +
                                  shown() + " ORDER BY rank, photo.id LIMIT ?2",
                              query, limit == 0 ? std::int64_t(-1) : std::int64_t(limit)));
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) return photos;
    photos.push_back(rows.id<PhotoId>(0));
  }
}

std::string wordQuery(std::string_view text, TextIndex::Match match) {
  text = text.substr(0, kMaxQueryBytes);
  std::string query;
  std::size_t words = 0;
  for (std::size_t begin = 0; begin < text.size() && words < kMaxWords;) {
    const auto end = std::size_t(
        std::find_if(text.begin() + std::ptrdiff_t(begin), text.end(), isSpace) - text.begin());
    const auto word = text.substr(begin, end - begin);
    begin = end + 1;
    if (std::none_of(word.begin(), word.end(), mayBeWord)) continue;
    if (!query.empty()) query += match == TextIndex::Match::All ? " " : " OR ";
    query += '"';
    for (const char character : word) {
      if (character == '"') query += '"';
      query += character;
    }
    query += "\"*";
    ++words;
  }
  return query;
}

}  // namespace calotype::catalog
