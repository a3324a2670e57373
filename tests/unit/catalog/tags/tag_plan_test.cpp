// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/tags/tag_plan.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "catalog/edit/journal.h"
#include "tests/unit/catalog/edit/edited_library.h"
#include "tests/unit/catalog/tags/small_tagger.h"

namespace calotype::catalog {
namespace {

using test::orDie;

/// Photos with random vectors, tagged again and again.
class TagPlanTest : public ::testing::Test {
 protected:
  TagPlanTest() {
    index.reset(4);
    std::mt19937 random(5);
    std::normal_distribution<float> normal;
    for (const auto id : library.ids) {
      std::vector<float> vector(4);
      for (float& value : vector) value = normal(random);
      vector[0] = 0;
      model::normalise(vector);
      index.add(std::span(&id, 1), model::toHalves(vector));
    }
  }
  TagPlan plan(const Tagger& tagger, double precision = 0.6) const {
    return orDie(planTags(library.catalog.database(), index, library.ids, tagger, precision));
  }
  void apply(const TagPlan& what, const Tagger& tagger, bool accept = false,
             Language language = Language::English) {
    const auto done = library.catalog.write([&](WriteToken& token) {
      return Journal(token.database()).record(token, 1, [&](EditDone& done_) {
        done_.name = {"tag.run", "", 1};
        return applyPlan(token, what, tagger, {library.model, language, accept, 1});
      });
    });
    ASSERT_TRUE(done) << done.error().message;
  }
  /// (photo, name of tag) -> state
  std::map<std::pair<std::int64_t, std::string>, std::string> rows() const {
    std::map<std::pair<std::int64_t, std::string>, std::string> all;
    auto statement = orDie(library.catalog.database().prepare(
        "SELECT photo_id, name, state FROM photo_tag JOIN tag ON tag.id = tag_id"));
    while (orDie(statement.step()))
      all[{statement.integer(0), std::string(statement.text(1))}] = statement.text(2);
    return all;
  }

  test::EditedLibrary library{40};
  VectorIndex index;
};

TEST_F(TagPlanTest, WhatThePreviewSaysIsWhatIsThenDone) {
  const auto tagger = test::smallTagger();
  std::mt19937 random(9);
  for (int round = 0; round < 30; ++round) {
    const double precision = 0.5 + 0.45 * double(random() % 100) / 100;
    const auto before = rows();
    const auto what = plan(tagger, precision);
    auto expected = before;
    for (const auto& change : what.changes) {
      const auto& name =
          tagger.vocabulary().concepts()[std::size_t(change.concept_)].english.front();
      if (change.kind == TagChange::Kind::Remove)
        expected.erase({std::int64_t(change.photo), name});
      else
        expected[{std::int64_t(change.photo), name}] = "proposed";
    }
    apply(what, tagger);
    ASSERT_EQ(rows(), expected) << precision;
    // The user has a say in between.
    const auto tags = orDie(library.catalog.tags.all());
    const auto photo = library.ids[random() % library.ids.size()];
    const auto tag = tags[random() % tags.size()].id;
    switch (random() % 4) {
      case 0:
        ASSERT_TRUE(library.edit(AcceptTag{tag}, {photo}));
        break;
      case 1:
        ASSERT_TRUE(library.edit(RejectTag{tag}, {photo}));
        break;
      case 2:
        ASSERT_TRUE(library.edit(RemoveTag{tag}, {photo}));
        break;
      default:
        ASSERT_TRUE(library.edit(AddTag{"dog"}, {photo}));
    }
  }
  EXPECT_EQ(plan(tagger, 0.9).withoutVector, 0);
}

TEST_F(TagPlanTest, TaggingTwiceChangesNothingTheSecondTime) {
  const auto tagger = test::smallTagger();
  apply(plan(tagger), tagger);
  const auto again = plan(tagger);
  EXPECT_GT(again.kept, 0);
  EXPECT_EQ(again.added + again.removed, 0);
}

TEST_F(TagPlanTest, ARefusedTagIsNotProposedAgainWhateverTheRun) {
  const auto tagger = test::smallTagger();
  apply(plan(tagger), tagger);
  for (const auto& [key, state] : rows())
    ASSERT_TRUE(library.edit(RejectTag{library.tag(key.second)}, {PhotoId{key.first}}));
  const auto refused = rows();
  for (const double precision : {0.5, 0.7, 0.9}) {
    const auto what = plan(tagger, precision);
    for (const auto& change : what.changes) {
      const auto& name =
          tagger.vocabulary().concepts()[std::size_t(change.concept_)].english.front();
      EXPECT_EQ(refused.count({std::int64_t(change.photo), name}), 0u) << name;
    }
    apply(what, tagger, true);
  }
  for (const auto& [key, state] : refused) EXPECT_EQ(rows().at(key), "rejected");
}

TEST_F(TagPlanTest, ARunIsUndoneAsAWholeAndNothingElse) {
  const auto tagger = test::smallTagger();
  ASSERT_TRUE(library.edit(AddTag{"dog"}, {library.ids[0]}));
  const auto before = library.contents();
  apply(plan(tagger), tagger);
  ASSERT_NE(library.contents(), before);
  ASSERT_TRUE(library.undo());
  EXPECT_EQ(library.contents(), before);
}

TEST_F(TagPlanTest, ATagTheUserHasAlreadyIsUsedWhateverItsLanguageAndPlace) {
  const auto tagger = test::smallTagger();
  const auto mine = library.tag("Freunde/Pudel");
  apply(plan(tagger), tagger, false, Language::English);
  EXPECT_GT(library.catalog.count("photo_tag", "tag_id = " + std::to_string(std::int64_t(mine))),
            0);
  EXPECT_EQ(library.catalog.count("tag", "name = 'poodle'"), 0);
}

TEST_F(TagPlanTest, TagsAreMadeInTheUsersLanguageBelowBroaderOnes) {
  const auto tagger = test::smallTagger();
  apply(plan(tagger), tagger, false, Language::German);
  EXPECT_EQ(orDie(library.catalog.tags.pathOf(library.tag("Katze"))), "Tiere / Katze");
}

TEST_F(TagPlanTest, APhotoWithoutAVectorIsCountedAndLeftAlone) {
  const auto tagger = test::smallTagger();
  index.remove(std::span(library.ids).first(3));
  EXPECT_EQ(plan(tagger).withoutVector, 3);
}

}  // namespace
}  // namespace calotype::catalog
