// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/folder_model.h"

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

}  // namespace

TEST(FolderModelTest, RootsStandOnTopAndNumbersSortByValue) {
  FolderModel model;
  const QAbstractItemModelTester tester(&model);
  model.setFolders(kRoots, someFolders());
  ASSERT_EQ(model.rowCount(), 2);
  const auto crete = model.indexOf("/photos/2019");
  ASSERT_TRUE(crete.isValid());
  ASSERT_EQ(model.rowCount(crete), 2);
  EXPECT_EQ(model.index(0, 0, crete).data().toString(), QStringLiteral("crete 9"));
  EXPECT_EQ(model.index(0, 0, crete).data(FolderModel::CountRole).toLongLong(), 7);
}

TEST(FolderModelTest, EveryPathIsFoundWhereItSaysItIs) {
  FolderModel model;
  model.setFolders(kRoots, someFolders());
  for (const auto& folder : someFolders()) {
    const auto index = model.indexOf(folder.path);
    ASSERT_TRUE(index.isValid()) << folder.path;
    EXPECT_EQ(model.pathAt(index), folder.path);
  }
  EXPECT_FALSE(model.indexOf("/photos/none").isValid());
  EXPECT_FALSE(model.indexOf("/photosynthesis").isValid());
}

TEST(FolderModelTest, AFolderWhoseParentIsNotListedStillHasAPlace) {
  FolderModel model;
  model.setFolders(kRoots, someFolders());
  const auto deep = model.indexOf("/photos/a/b/deep");
  ASSERT_TRUE(deep.isValid());
  EXPECT_EQ(model.pathAt(deep.parent()), fs::path("/photos"));
}

TEST(FolderModelTest, NewCountsAloneFoldNothingUp) {
  FolderModel model;
  model.setFolders(kRoots, someFolders());
  QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
  auto folders = someFolders();
  folders[0].photos = 31;
  model.setFolders(kRoots, folders);
  EXPECT_EQ(resets.count(), 0);
  EXPECT_EQ(model.indexOf("/photos").data(FolderModel::CountRole).toLongLong(), 31);
  folders.push_back({"/photos/new", catalog::RootId(1), 1});
  model.setFolders(kRoots, folders);
  EXPECT_EQ(resets.count(), 1);
}

TEST(FolderModelTest, BytesThatAreNotTextComeBackAsTheyWere) {
  FolderModel model;
  const fs::path odd("/photos/caf\xe9");
  model.setFolders(kRoots, {{odd, catalog::RootId(1), 1}});
  EXPECT_EQ(model.pathAt(model.indexOf(odd)).native(), odd.native());
}

}  // namespace calotype::ui
