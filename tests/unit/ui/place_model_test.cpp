// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/place_model.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QSignalSpy>

namespace calotype::ui {

namespace {

const std::vector<catalog::Root> kRoots{{catalog::RootId(1), "/photos", true},
                                        {catalog::RootId(2), "/disk/b", false}};

std::vector<catalog::Folder> someFolders() {
  return {{"/photos", catalog::RootId(1), 30},
          {"/photos/2019", catalog::RootId(1), 12},
          {"/photos/2019/crete 10", catalog::RootId(1), 5},
          {"/photos/2019/crete 9", catalog::RootId(1), 7},
          {"/photos/a/b/deep", catalog::RootId(1), 3},
          {"/disk/b", catalog::RootId(2), 4}};
}

Places placesOf(std::vector<catalog::Folder> folders) {
  Places places;
  places.roots = kRoots;
  places.folders = std::move(folders);
  return places;
}

PlaceKey keyOf(const fs::path& folder) {
  return {PlaceKey::Kind::Folder, folder};
}

fs::path folderAt(const PlaceModel& model, const QModelIndex& index) {
  return model.keyAt(index).folder;
}

}  // namespace

TEST(PlaceModelTest, RootsStandOnTopAndNumbersSortByValue) {
  PlaceModel model;
  const QAbstractItemModelTester tester(&model);
  model.setPlaces(placesOf(someFolders()));
  ASSERT_EQ(model.rowCount(model.indexOf({PlaceKey::Kind::Folders})), 2);
  const auto crete = model.indexOf(keyOf("/photos/2019"));
  ASSERT_TRUE(crete.isValid());
  ASSERT_EQ(model.rowCount(crete), 2);
  EXPECT_EQ(model.index(0, 0, crete).data().toString(), QStringLiteral("crete 9"));
  EXPECT_EQ(model.index(0, 0, crete).data(PlaceModel::CountRole).toLongLong(), 7);
}

TEST(PlaceModelTest, EveryPathIsFoundWhereItSaysItIs) {
  PlaceModel model;
  model.setPlaces(placesOf(someFolders()));
  for (const auto& folder : someFolders()) {
    const auto index = model.indexOf(keyOf(folder.path));
    ASSERT_TRUE(index.isValid()) << folder.path;
    EXPECT_EQ(folderAt(model, index), folder.path);
  }
  EXPECT_FALSE(model.indexOf(keyOf("/photos/none")).isValid());
  EXPECT_FALSE(model.indexOf(keyOf("/photosynthesis")).isValid());
}

TEST(PlaceModelTest, AFolderWhoseParentIsNotListedStillHasAPlace) {
  PlaceModel model;
  model.setPlaces(placesOf(someFolders()));
  const auto deep = model.indexOf(keyOf("/photos/a/b/deep"));
  ASSERT_TRUE(deep.isValid());
  EXPECT_EQ(folderAt(model, deep.parent()), fs::path("/photos"));
}

TEST(PlaceModelTest, NewCountsAloneFoldNothingUp) {
  PlaceModel model;
  model.setPlaces(placesOf(someFolders()));
  QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
  auto folders = someFolders();
  folders[0].photos = 31;
  model.setPlaces(placesOf(folders));
  EXPECT_EQ(resets.count(), 0);
  EXPECT_EQ(model.indexOf(keyOf("/photos")).data(PlaceModel::CountRole).toLongLong(), 31);
  folders.push_back({"/photos/new", catalog::RootId(1), 1});
  model.setPlaces(placesOf(folders));
  EXPECT_EQ(resets.count(), 1);
}

TEST(PlaceModelTest, BytesThatAreNotTextComeBackAsTheyWere) {
  PlaceModel model;
  const fs::path odd("/photos/caf\xe9");
  model.setPlaces(placesOf({{odd, catalog::RootId(1), 1}}));
  EXPECT_EQ(folderAt(model, model.indexOf(keyOf(odd))).native(), odd.native());
}

TEST(PlaceModelTest, AlbumsAndTagsStandUnderTheirHeadings) {
  PlaceModel model;
  const QAbstractItemModelTester tester(&model);
  auto places = placesOf({});
  places.albums = {{catalog::AlbumId(3), "Summer", "", 4},
                   {catalog::AlbumId(4), "Best", "rating:5", 0}};
  places.tags = {{catalog::TagId(1), {}, "animals", "animals", 2, 0},
                 {catalog::TagId(2), catalog::TagId(1), "dog", "dog", 2, 0},
                 {catalog::TagId(5), {}, "only proposed", "x", 0, 9}};
  model.setPlaces(places);
  EXPECT_EQ(model.rowCount(model.indexOf({PlaceKey::Kind::Albums})), 2);
  EXPECT_TRUE(model.indexOf({PlaceKey::Kind::SavedSearch, {}, 4}).isValid());
  const auto dog = model.indexOf({PlaceKey::Kind::Tag, {}, 2});
  ASSERT_TRUE(dog.isValid());
  EXPECT_EQ(model.keyAt(dog.parent()).id, 1);
  EXPECT_FALSE(model.indexOf({PlaceKey::Kind::Tag, {}, 5}).isValid())
      << "what is only proposed stands among the proposals";
}

TEST(PlaceModelTest, PhotosCanBeDroppedOnAlbumsTagsAndTheTrashOnly) {
  PlaceModel model;
  auto places = placesOf(someFolders());
  places.albums = {{catalog::AlbumId(3), "Summer", "", 4},
                   {catalog::AlbumId(4), "Best", "rating:5", 0}};
  model.setPlaces(places);
  const auto takes = [&](const PlaceKey& key) {
    return (model.flags(model.indexOf(key)) & Qt::ItemIsDropEnabled) != 0;
  };
  EXPECT_TRUE(takes({PlaceKey::Kind::Album, {}, 3}));
  EXPECT_TRUE(takes({PlaceKey::Kind::Trash}));
  EXPECT_FALSE(takes({PlaceKey::Kind::SavedSearch, {}, 4}));
  EXPECT_FALSE(takes({PlaceKey::Kind::Library}));
  EXPECT_FALSE(takes(keyOf("/photos")));
  const std::vector<catalog::PhotoId> photos{catalog::PhotoId(1), catalog::PhotoId(1)};
  EXPECT_EQ(photosFromMime(photosToMime(photos)), (QList<qint64>{1, 1}));
}

}  // namespace calotype::ui
