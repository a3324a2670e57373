// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/metadata/merge.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

namespace calotype::catalog {
namespace {

using Tags = std::vector<std::string>;

PhotoWords words(int rating, std::string caption, Tags tags) {
  return {rating, std::move(caption), std::move(tags)};
}

TEST(MergeTest, WhatOnlyTheSidecarChangedIsTaken) {
  const Said before{3, "old", Tags{"a", "b"}};
  const auto merged = merge(before, {4, "new", Tags{"a", "c"}}, words(3, "old", {"a", "b"}));
  EXPECT_EQ(merged.rating, 4);
  EXPECT_EQ(merged.caption, "new");
  EXPECT_EQ(merged.add, Tags{"c"});
  EXPECT_EQ(merged.takeAway, Tags{"b"});
  EXPECT_FALSE(merged.conflicts());
  EXPECT_FALSE(merged.write);
}

TEST(MergeTest, WhatOnlyTheCatalogChangedIsToBeWritten) {
  const Said before{3, "old", Tags{"a", "b"}};
  const auto merged = merge(before, before, words(5, "mine", {"a", "d"}));
  EXPECT_FALSE(merged.rating || merged.caption || merged.conflicts());
  EXPECT_TRUE(merged.add.empty() && merged.takeAway.empty());
  EXPECT_TRUE(merged.write);
}

TEST(MergeTest, WhatBothChangedDifferentlyIsAConflictAndTagsBecomeTheUnion) {
  const Said before{3, "old", Tags{"a", "b"}};
  const auto merged =
      merge(before, {1, "theirs", Tags{"a", "c"}}, words(5, "mine", {"a", "b", "d"}));
  EXPECT_EQ(merged.otherRating, 1);
  EXPECT_EQ(merged.otherCaption, "theirs");
  EXPECT_FALSE(merged.rating || merged.caption);
  EXPECT_EQ(merged.add, Tags{"c"});
  EXPECT_TRUE(merged.takeAway.empty());
  EXPECT_TRUE(merged.write);
}

TEST(MergeTest, WhatIsAbsentTakesNothingAway) {
  const Said before{3, "old", Tags{"a"}};
  const auto merged = merge(before, Said{}, words(3, "old", {"a"}));
  EXPECT_FALSE(merged.rating || merged.caption || merged.conflicts());
  EXPECT_TRUE(merged.takeAway.empty());
  EXPECT_TRUE(merged.write);
}

TEST(MergeTest, SidecarsThatWereNeverReadAddTheirTagsAndTakeNoneAway) {
  const auto merged = merge({}, {std::nullopt, "", Tags{"b"}}, words(0, "", {"a"}));
  EXPECT_EQ(merged.add, Tags{"b"});
  EXPECT_TRUE(merged.takeAway.empty());
}

TEST(MergeTest, ARatingOfMinusOneRejectsOnceAndKeepsStars) {
  EXPECT_TRUE(merge({}, {-1, "", {}}, words(0, "", {})).reject);
  EXPECT_FALSE(merge({}, {-1, "", {}}, words(4, "", {})).reject);
  EXPECT_FALSE(merge({-1, "", {}}, {-1, "", {}}, words(0, "", {})).reject);
}

TEST(MergeTest, CaseCompositionAndTheBarInANameMakeNoDifference) {
  EXPECT_EQ(tagPathKey("Animal/Bird"), tagPathKey("animal/bird"));
  EXPECT_EQ(tagPathKey("caf\u00e9"), tagPathKey("cafe\u0301"));
  EXPECT_EQ(tagPathKey("one|two"), tagPathKey("one\\/two"));
  EXPECT_NE(tagPathKey("one/two"), tagPathKey("one\\/two"));
}

TEST(MergeTest, AFlatKeywordThatIsALevelOfAPathIsNoTagOfItsOwn) {
  Metadata metadata;
  metadata.keywords = {"bird", "animal", "sea"};
  metadata.keywordPaths = {"animal/bird"};
  EXPECT_EQ(saidBy(metadata).tags, (Tags{"animal/bird", "sea"}));
}

/// Applies what merge says to the catalog's words.
PhotoWords after(PhotoWords catalog, const Merged& merged) {
  if (merged.rating) catalog.rating = merged.rating;
  if (merged.caption) catalog.caption = *merged.caption;
  for (const auto& tag : merged.add) catalog.tags.push_back(tag);
  for (const auto& tag : merged.takeAway)
    catalog.tags.erase(std::find(catalog.tags.begin(), catalog.tags.end(), tag));
  return catalog;
}

class RandomWords {
 public:
  explicit RandomWords(unsigned seed) : random_(seed) {}
  int below(int n) { return int(random_() % unsigned(n)); }
  Tags tags() {
    Tags chosen;
    for (const char* const tag : {"a", "b/c", "d", "e"})
      if (below(2) == 0) chosen.emplace_back(tag);
    return chosen;
  }
  std::string caption() {
    static constexpr const char* kCaptions[] = {"", "one", "two"};
    return kCaptions[below(3)];
  }
  Said said() {
    Said said;
    if (below(3) != 0) said.rating = below(7) - 1;
    said.caption = caption();
    if (below(4) != 0) said.tags = tags();
    return said;
  }
  PhotoWords words() { return {below(6), caption(), tags()}; }

 private:
  std::mt19937 random_;
};

TEST(MergeTest, OnceMergedNothingIsLeftToTakeAndWhatIsWrittenIsSaid) {
  for (unsigned seed = 0; seed < 20'000; ++seed) {
    RandomWords random(seed);
    const auto before = random.said(), now = random.said();
    const auto catalog = random.words();
    const auto merged = merge(before, now, catalog);
    if (merged.conflicts()) continue;
    const auto agreed = after(catalog, merged);
    const auto again = merge(now, now, agreed);
    EXPECT_FALSE(again.rating || again.caption || again.reject || again.conflicts()) << seed;
    EXPECT_TRUE(again.add.empty() && again.takeAway.empty()) << seed;
    const Said written{agreed.rating, agreed.caption, agreed.tags};
    EXPECT_TRUE(says(written, agreed)) << seed;
    EXPECT_FALSE(merge(written, written, agreed).write) << seed;
  }
}

TEST(MergeTest, NoTagThatEitherSideAddedIsEverLost) {
  for (unsigned seed = 0; seed < 20'000; ++seed) {
    RandomWords random(seed);
    const auto before = random.said(), now = random.said();
    const auto catalog = random.words();
    const auto agreed = after(catalog, merge(before, now, catalog));
    const std::set<std::string> base =
        before.tags ? std::set(before.tags->begin(), before.tags->end()) : std::set<std::string>();
    const std::set<std::string> kept(agreed.tags.begin(), agreed.tags.end());
    for (const auto& tag : catalog.tags)
      EXPECT_TRUE(base.contains(tag) || kept.contains(tag)) << seed << ' ' << tag;
    for (const auto& tag : now.tags.value_or(Tags()))
      EXPECT_TRUE(base.contains(tag) || kept.contains(tag)) << seed << ' ' << tag;
  }
}

TEST(MergeTest, ARatingOrCaptionOfTheCatalogsIsOnlyReplacedWhenTheSidecarAloneChangedIt) {
  for (unsigned seed = 0; seed < 20'000; ++seed) {
    RandomWords random(seed);
    const auto before = random.said(), now = random.said();
    const auto catalog = random.words();
    const auto merged = merge(before, now, catalog);
    EXPECT_TRUE(!merged.caption || catalog.caption.empty() || catalog.caption == before.caption)
        << seed;
    EXPECT_TRUE(!merged.rating || *catalog.rating == 0 ||
                *catalog.rating == std::max(before.rating.value_or(0), 0))
        << seed;
  }
}

}  // namespace
}  // namespace calotype::catalog
