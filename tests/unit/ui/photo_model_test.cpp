// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/photo_model.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QColor>
#include <QSignalSpy>

namespace calotype::ui {

namespace {

std::vector<catalog::PhotoRow> rowsOf(std::initializer_list<int> ids) {
  std::vector<catalog::PhotoRow> rows;
  for (const int id : ids) {
    catalog::PhotoRow row;
    row.id = catalog::PhotoId(id);
    row.aspect = 1.5f;
    row.averageRgb = 0x102030;
    rows.push_back(row);
  }
  return rows;
}

QImage imageOf(int edge) {
  QImage image(edge, edge, QImage::Format_RGB32);
  image.fill(Qt::green);
  return image;
}

}  // namespace

class PhotoModelTest : public ::testing::Test {
 protected:
  CatalogBridge bridge;
  PhotoModel model{bridge};
};

TEST_F(PhotoModelTest, RowsSayWhatTheGridNeeds) {
  const QAbstractItemModelTester tester(&model);
  model.setPhotos(rowsOf({7, 3}));
  ASSERT_EQ(model.rowCount(), 2);
  EXPECT_EQ(model.index(0).data(PhotoModel::IdRole).toLongLong(), 7);
  EXPECT_EQ(model.index(1).data(PhotoModel::AverageColorRole).value<QColor>(), QColor(16, 32, 48));
  EXPECT_FALSE(model.index(0).data(Qt::AccessibleTextRole).toString().isEmpty());
  EXPECT_EQ(model.rowOf(catalog::PhotoId(3)), 1);
  EXPECT_EQ(model.rowOf(catalog::PhotoId(4)), -1);
}

TEST_F(PhotoModelTest, AThumbnailIsAskedForOnceAndKeptOverAReset) {
  model.setPhotos(rowsOf({1, 2}));
  EXPECT_TRUE(model.thumbnail(catalog::PhotoId(1), 256).isNull());
  model.thumbnail(catalog::PhotoId(1), 256);
  EXPECT_EQ(model.requestsUnderWay(), 1);
  QSignalSpy changed(&model, &PhotoModel::thumbnailChanged);
  Q_EMIT bridge.thumbnailReady(1, 256, imageOf(256));
  EXPECT_EQ(changed.count(), 1);
  EXPECT_EQ(model.requestsUnderWay(), 0);
  model.setPhotos(rowsOf({2, 1}));
  EXPECT_EQ(model.thumbnail(catalog::PhotoId(1), 256).width(), 256);
  EXPECT_EQ(model.requestsUnderWay(), 0);
}

TEST_F(PhotoModelTest, ALargerThumbnailTakesTheSmallOnesPlaceAndNotTheOtherWayRound) {
  model.setPhotos(rowsOf({1}));
  Q_EMIT bridge.thumbnailReady(1, 256, imageOf(256));
  EXPECT_EQ(model.thumbnail(catalog::PhotoId(1), 512).width(), 256) << "better than nothing";
  EXPECT_EQ(model.requestsUnderWay(), 1);
  Q_EMIT bridge.thumbnailReady(1, 512, imageOf(512));
  EXPECT_EQ(model.thumbnail(catalog::PhotoId(1), 256).width(), 512);
  Q_EMIT bridge.thumbnailReady(1, 256, imageOf(256));
  EXPECT_EQ(model.thumbnail(catalog::PhotoId(1), 512).width(), 512);
}

TEST_F(PhotoModelTest, APhotoWithoutAThumbnailIsNotAskedForAgainAndAgain) {
  model.setPhotos(rowsOf({1}));
  model.thumbnail(catalog::PhotoId(1), 256);
  Q_EMIT bridge.thumbnailReady(1, 256, QImage());
  model.thumbnail(catalog::PhotoId(1), 256);
  EXPECT_EQ(model.requestsUnderWay(), 0);
}

TEST_F(PhotoModelTest, WhatWasScrolledAwayIsGivenUp) {
  model.setPhotos(rowsOf({1, 2, 3, 4}));
  for (int id = 1; id <= 4; ++id) model.thumbnail(catalog::PhotoId(id), 256);
  EXPECT_EQ(model.requestsUnderWay(), 4);
  model.keepRequests(1, 2);
  EXPECT_EQ(model.requestsUnderWay(), 2);
}

TEST_F(PhotoModelTest, MemoryForThumbnailsIsBounded) {
  model.setPhotos(rowsOf({1, 2}));
  model.setCacheKib(300);
  Q_EMIT bridge.thumbnailReady(1, 256, imageOf(256));  // 256 KiB each
  Q_EMIT bridge.thumbnailReady(2, 256, imageOf(256));
  EXPECT_TRUE(model.thumbnail(catalog::PhotoId(1), 256).isNull());
  EXPECT_FALSE(model.thumbnail(catalog::PhotoId(2), 256).isNull());
}

}  // namespace calotype::ui
