// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/search/row_cache.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/catalog/search/indexed_library.h"

namespace calotype::catalog {
namespace {

class RowCacheTest : public ::testing::Test {
 protected:
  template <class Rows>
  static std::vector<PhotoId> idsOf(const Result<Rows>& rows) {
    EXPECT_TRUE(rows);
    std::vector<PhotoId> ids;
    if (rows)
      for (const auto& row : *rows) ids.push_back(row.id);
    return ids;
  }

  test::IndexedLibrary library_;
  RowCache rows_{library_.database};
};

TEST_F(RowCacheTest, RowsComeInTheOrderAskedForWithoutThoseThatAreGone) {
  std::vector<PhotoId> ids;
  for (int i = 0; i < 1100; ++i) ids.push_back(library_.add(std::to_string(i), i));
  auto asked = ids;
  asked.insert(asked.begin() + 500, PhotoId{77777});
  EXPECT_EQ(idsOf(rows_.of(asked)), ids);
  const auto newestFirst = std::vector<PhotoId>(ids.rbegin(), ids.rend());
  EXPECT_EQ(idsOf(rows_.all()), newestFirst);
  EXPECT_EQ(idsOf(rows_.of(PhotoSet(asked))), newestFirst);
}

TEST_F(RowCacheTest, AnyNumberMayBeAnId) {
  const auto usual = library_.add("a.jpg", 1);
  library_.add("b.jpg", 2);
  constexpr std::int64_t kFar = 9'000'000'000'000'000'000;
  library_.run("DELETE FROM embedding WHERE photo_id = 2");
  library_.run("UPDATE file SET photo_id = NULL WHERE photo_id = 2");
  library_.run("UPDATE photo SET id = 9000000000000000000 WHERE id = 2");
  library_.run("UPDATE file SET photo_id = 9000000000000000000 WHERE photo_id IS NULL");
  EXPECT_EQ(idsOf(rows_.of(std::vector{PhotoId{kFar}, PhotoId{2}, PhotoId{-1}, usual})),
            (std::vector{PhotoId{kFar}, usual}));
}

TEST_F(RowCacheTest, WhatAnotherConnectionChangesIsSeenByTheNextQuestion) {
  const auto first = library_.add("a.jpg", 1);
  EXPECT_EQ(idsOf(rows_.all()), std::vector{first});
  const auto second = library_.add("b.jpg", 2);
  EXPECT_EQ(idsOf(rows_.all()), (std::vector{second, first}));
  library_.run("UPDATE photo SET rating = 4");
  EXPECT_EQ(rows_.all()->front().rating, 4);
  library_.run("UPDATE photo SET hidden = 1 WHERE id = 1");
  EXPECT_EQ(idsOf(rows_.of(std::vector{first, second})), std::vector{second});
}

TEST_F(RowCacheTest, WhatItsOwnConnectionChangesIsSeenToo) {
  auto own = openCatalog(library_.folder.path() / "catalog.db", Mode::ReadWrite);
  ASSERT_TRUE(own) << own.error().message;
  library_.add("a.jpg", 1);
  RowCache rows(*own);
  EXPECT_EQ(rows.all()->front().rating, 0);
  ASSERT_TRUE(own->run("UPDATE photo SET rating = 2"));
  EXPECT_EQ(rows.all()->front().rating, 2);
}

TEST_F(RowCacheTest, NamesAreSortedWithTheirNumbersByValueAndFollowARename) {
  const auto tenth = library_.add("trip/IMG_10.jpg", 3);
  const auto ninth = library_.add("other/img_9.jpg", 2);
  const auto word = library_.add("harbour.jpg", 1);
  const auto byName = [&] {
    auto rows = std::vector(rows_.all()->begin(), rows_.all()->end());
    EXPECT_TRUE(rows_.sortByName(rows));
    std::vector<PhotoId> ids;
    for (const auto& row : rows) ids.push_back(row.id);
    return ids;
  };
  EXPECT_EQ(byName(), (std::vector{word, ninth, tenth}));
  EXPECT_EQ(byName(), (std::vector{word, ninth, tenth}));
  library_.run("UPDATE file SET path = CAST('zebra.jpg' AS BLOB) WHERE photo_id = " +
               std::to_string(std::int64_t(word)));
  EXPECT_EQ(byName(), (std::vector{ninth, tenth, word}));
}

}  // namespace
}  // namespace calotype::catalog
