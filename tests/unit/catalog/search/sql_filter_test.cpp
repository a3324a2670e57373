// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/search/sql_filter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "catalog/search/completion.h"
#include "tests/unit/catalog/edit/edited_library.h"

namespace calotype::catalog {
namespace {

using test::orDie;

constexpr std::int64_t kDayMs = 86'400'000;

/// What a photo is made to be, so that filters can be judged without SQL.
struct Facts {
  PhotoId id{};
  int rating = 0, flag = 0, colour = 0;
  std::int64_t day = 0;  // since 1970
  std::string camera, folder, name;
  double iso = 0;  // 0: unknown
  std::set<std::string> tags;
};

class SqlFilterTest : public ::testing::Test {
 protected:
  SqlFilterTest() {
    std::mt19937 random(17);
    const auto root = library.catalog.addRoot("/photos");
    const char* folders[] = {"2019/Crete", "2019/Alps", "2020", "work"};
    const char* cameras[] = {"", "NIKON D90", "X-T3"};
    const char* tags[] = {"dog", "animals/cat", "beach", "caf\xC3\xA9 \"x\"", "\xF0\x9F\x90\x95"};
    for (int i = 0; i < 200; ++i) {
      Facts f;
      f.folder = folders[random() % 4];
      f.name = "IMG_" + std::to_string(1000 + i) + ".jpg";
      auto photo = test::photoOf(std::uint32_t(i + 1000));
      f.day = 17'800 + std::int64_t(random() % 1000);
      photo.metadata.takenMs = f.day * kDayMs + 5000;
      photo.metadata.camera = f.camera = cameras[random() % 3];
      if (random() % 2 == 0) photo.metadata.iso = f.iso = double(100 << (random() % 6));
      f.id =
          library.catalog.addPhoto(library.catalog.addFile(root, f.folder + "/" + f.name), photo);
      f.rating = int(random() % 6);
      f.flag = int(random() % 3) - 1;
      f.colour = int(random() % 6);
      orDie(library.edit(SetRating{f.rating}, {f.id}));
      orDie(library.edit(SetFlag{f.flag}, {f.id}));
      orDie(library.edit(SetColour{f.colour}, {f.id}));
      for (const char* tag : tags)
        if (random() % 4 == 0) {
          f.tags.insert(tag);
          orDie(library.edit(AddTag{tag}, {f.id}));
        }
      facts.push_back(std::move(f));
    }
  }

  std::set<PhotoId> found(const std::string& typed) {
    faults.clear();
    const auto query = parseQuery(typed);
    EXPECT_TRUE(query.faults.empty()) << typed;
    const auto photos =
        orDie(photosPassing(library.catalog.database(), query, {18'000 * kDayMs}, faults));
    if (!photos) return {};
    return {photos->ids().begin(), photos->ids().end()};
  }
  template <class Is>
  std::set<PhotoId> expected(Is is) const {
    std::set<PhotoId> ids;
    for (const auto& f : facts)
      if (is(f)) ids.insert(f.id);
    return ids;
  }

  test::EditedLibrary library{0};
  std::vector<Facts> facts;
  std::vector<QueryFault> faults;
};

TEST_F(SqlFilterTest, EveryKeyFindsWhatItSays) {
  EXPECT_EQ(found("rating>=3"), expected([](auto& f) { return f.rating >= 3; }));
  EXPECT_EQ(found("rating:1..2"), expected([](auto& f) { return f.rating == 1 || f.rating == 2; }));
  EXPECT_EQ(found("stars<1"), expected([](auto& f) { return f.rating == 0; }));
  EXPECT_EQ(found("tag:dog"), expected([](auto& f) { return f.tags.count("dog") != 0; }));
  EXPECT_EQ(found("tag:animals"),
            expected([](auto& f) { return f.tags.count("animals/cat") != 0; }));
  EXPECT_EQ(found("tag:animals/CAT"), found("tag:cat"));
  EXPECT_EQ(found("tag:\"CAF\xC3\x89 \\\"x\\\"\""),
            expected([](auto& f) { return f.tags.count("caf\xC3\xA9 \"x\"") != 0; }));
  EXPECT_EQ(found("tag:\xF0\x9F\x90\x95"),
            expected([](auto& f) { return f.tags.count("\xF0\x9F\x90\x95") != 0; }));
  EXPECT_EQ(found("tag:be*"), expected([](auto& f) { return f.tags.count("beach") != 0; }));
  EXPECT_EQ(found("untagged"), expected([](auto& f) { return f.tags.empty(); }));
  EXPECT_EQ(found("is:tagged"), expected([](auto& f) { return !f.tags.empty(); }));
  EXPECT_EQ(found("folder:2019"), expected([](auto& f) { return f.folder.starts_with("2019"); }));
  EXPECT_EQ(found("folder:2019/crete"), expected([](auto& f) { return f.folder == "2019/Crete"; }));
  EXPECT_EQ(found("folder:photos").size(), facts.size()) << "the root's own name counts";
  EXPECT_EQ(found("camera:nikon"), expected([](auto& f) { return f.camera == "NIKON D90"; }));
  EXPECT_EQ(found("-camera:nikon"), expected([](auto& f) { return f.camera != "NIKON D90"; }));
  EXPECT_EQ(found("iso>=400"), expected([](auto& f) { return f.iso >= 400; }));
  EXPECT_EQ(found("-iso>=400"), expected([](auto& f) { return f.iso < 400; }));
  EXPECT_EQ(found("in:2019-01..2019-06"),
            expected([](auto& f) { return f.day >= 17'897 && f.day < 18'078; }));
  EXPECT_EQ(found("in<2019"), expected([](auto& f) { return f.day < 17'897; }));
  EXPECT_EQ(found("in:today"), expected([](auto& f) { return f.day == 18'000; }));
  EXPECT_EQ(found("colour:red colour:blue"),
            expected([](auto& f) { return f.colour == 1 || f.colour == 4; }));
  EXPECT_EQ(found("flag:picked"), expected([](auto& f) { return f.flag == 1; }));
  EXPECT_EQ(found("name:1007"), expected([](auto& f) { return f.name == "IMG_1007.jpg"; }));
  EXPECT_EQ(found("name:img_100*.jpg").size(), 10u);
  EXPECT_EQ(found("name:IMG%"), std::set<PhotoId>()) << "a percent sign is just a sign";
  EXPECT_EQ(found("type:jpg").size(), facts.size());
  EXPECT_EQ(found("is:landscape").size(), facts.size());
}

TEST_F(SqlFilterTest, AnyTreeOfFiltersGivesWhatPlainReasoningGives) {
  struct Leaf {
    const char* text;
    std::function<bool(const Facts&)> is;
  };
  const std::vector<Leaf> leaves = {
      {"rating>=3", [](auto& f) { return f.rating >= 3; }},
      {"tag:dog", [](auto& f) { return f.tags.count("dog") != 0; }},
      {"tag:animals", [](auto& f) { return f.tags.count("animals/cat") != 0; }},
      {"iso>800", [](auto& f) { return f.iso > 800; }},
      {"camera:x-t3", [](auto& f) { return f.camera == "X-T3"; }},
      {"flag:rejected", [](auto& f) { return f.flag == -1; }},
      {"folder:work", [](auto& f) { return f.folder == "work"; }},
      {"untagged", [](auto& f) { return f.tags.empty(); }},
      {"in:2019", [](auto& f) { return f.day >= 17'897 && f.day < 18'262; }}};
  std::mt19937 random(23);
  std::function<std::pair<std::string, std::function<bool(const Facts&)>>(int)> tree =
      [&](int depth) {
        std::pair<std::string, std::function<bool(const Facts&)>> made;
        if (depth == 0 || random() % 3 == 0) {
          const auto& leaf = leaves[random() % leaves.size()];
          made = {leaf.text, leaf.is};
        } else {
          auto a = tree(depth - 1), b = tree(depth - 1);
          const bool any = random() % 2 == 0;
          made.first = "(" + a.first + (any ? " OR " : " ") + b.first + ")";
          // Side by side, two of one key that says so are alternatives; none of ours is twice
          // alike.
          made.second = [a = a.second, b = b.second, any](const Facts& f) {
            return any ? a(f) || b(f) : a(f) && b(f);
          };
          const bool sameKey = a.first.substr(0, 3) == b.first.substr(0, 3) && !any;
          if (sameKey)
            made.first = "(" + a.first + " (" + b.first + " untagged OR " + b.first + "))";
        }
        if (random() % 4 == 0) {
          made.first = "-" + made.first;
          made.second = [is = made.second](const Facts& f) { return !is(f); };
        }
        return made;
      };
  for (int i = 0; i < 300; ++i) {
    const auto [typed, is] = tree(3);
    ASSERT_EQ(found(typed), expected(is)) << typed;
  }
}

TEST_F(SqlFilterTest, ANameThatNothingBearsLetsNothingPassAndSaysSo) {
  EXPECT_TRUE(found("tag:unicorn").empty());
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_EQ(faults[0].kind, Fault::NoSuchTag);
  EXPECT_EQ(faults[0].at, (Span{0, 11}));
  EXPECT_EQ(found("-tag:unicorn").size(), facts.size());
  EXPECT_TRUE(found("album:none").empty());
  EXPECT_EQ(faults[0].kind, Fault::NoSuchAlbum);
  EXPECT_TRUE(found("folder:nowhere").empty());
  EXPECT_EQ(faults[0].kind, Fault::NoSuchFolder);
}

TEST_F(SqlFilterTest, AlbumsAndSavedSearchesFilter) {
  orDie(library.edit(CreateAlbum{"Two", ""}, {facts[0].id, facts[1].id}));
  orDie(library.edit(CreateAlbum{"Best", "rating:5 -tag:dog"}));
  orDie(library.edit(CreateAlbum{"Itself", "album:itself"}));
  orDie(library.edit(CreateAlbum{"Words", "sunset rating:5"}));
  EXPECT_EQ(found("album:two"), (std::set<PhotoId>{facts[0].id, facts[1].id}));
  EXPECT_EQ(found("album:best"), found("rating:5 -tag:dog"));
  EXPECT_TRUE(found("album:itself").empty()) << "a search in itself ends";
  EXPECT_TRUE(found("album:words").empty());
  EXPECT_EQ(faults[0].kind, Fault::SavedSearchInside);
}

TEST_F(SqlFilterTest, WhatCouldComeNextIsOffered) {
  const auto inserts = [&](const std::string& typed) {
    std::set<std::string> all;
    for (const auto& each : orDie(completions(library.catalog.database(), typed, typed.size())))
      all.insert(each.insert);
    return all;
  };
  EXPECT_TRUE(inserts("red ra").count("rating:"));
  EXPECT_TRUE(inserts("tag:d").count("dog"));
  EXPECT_TRUE(inserts("-tag:caf").count("\"caf\xC3\xA9 \\\"x\\\"\""));
  EXPECT_TRUE(inserts("colour:").count("red"));
  EXPECT_TRUE(inserts("camera:ni").count("\"NIKON D90\""));
  EXPECT_TRUE(inserts("folder:cr").count("Crete"));
  EXPECT_TRUE(inserts("").empty());
  EXPECT_TRUE(inserts("zzz").empty());
  const auto at = orDie(completions(library.catalog.database(), "red tag:d", 9)).front().at;
  EXPECT_EQ(at, (Span{8, 9}));
}

}  // namespace
}  // namespace calotype::catalog
