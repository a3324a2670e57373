// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/zoom.h"

#include <gtest/gtest.h>

#include <random>

namespace calotype::ui {

namespace {

/// The point of the picture (0…1 each way) that is seen at a point of the view.
QPointF seenAt(const Zoom& zoom, const QPointF& at) {
  const auto rect = zoom.target();
  return {(at.x() - rect.left()) / rect.width(), (at.y() - rect.top()) / rect.height()};
}

Zoom largePicture() {
  Zoom zoom;
  zoom.setView({1000, 800}, 1);
  zoom.setPicture({6000, 4000});
  return zoom;
}

}  // namespace

TEST(ZoomTest, AFittedPictureIsCentredAndWhole) {
  const auto zoom = largePicture();
  EXPECT_TRUE(zoom.isFitted());
  EXPECT_NEAR(zoom.target().width(), 1000, 1e-6);
  EXPECT_NEAR(zoom.target().center().x(), 500, 1e-6);
  EXPECT_NEAR(zoom.target().center().y(), 400, 1e-6);
}

TEST(ZoomTest, ASmallPictureIsNotEnlargedToFit) {
  Zoom zoom;
  zoom.setView({1000, 800}, 2);
  zoom.setPicture({200, 100});
  EXPECT_NEAR(zoom.percent(), 100, 1e-6);
  EXPECT_NEAR(zoom.target().width(), 100, 1e-6) << "two device pixels to a logical one";
}

TEST(ZoomTest, ThePointUnderThePointerStaysThere) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> x(150, 850), y(150, 650);
  auto zoom = largePicture();
  zoom.zoomBy(6, {500, 400});
  for (int i = 0; i < 50; ++i) {
    const QPointF at(x(random), y(random));
    const auto before = seenAt(zoom, at);
    zoom.zoomBy(i % 2 == 0 ? 1.02 : 1 / 1.02, at);
    EXPECT_NEAR(seenAt(zoom, at).x(), before.x(), 0.03);
    EXPECT_NEAR(seenAt(zoom, at).y(), before.y(), 0.03);
  }
  auto once = largePicture();
  const QPointF at(420, 380);
  const auto before = seenAt(once, at);
  once.zoomBy(5, at);
  EXPECT_NEAR(seenAt(once, at).x(), before.x(), 1e-9);
  EXPECT_NEAR(seenAt(once, at).y(), before.y(), 1e-9);
}

TEST(ZoomTest, ZGoesToAHundredPercentAndBack) {
  auto zoom = largePicture();
  zoom.toggle({500, 400});
  EXPECT_FALSE(zoom.isFitted());
  EXPECT_NEAR(zoom.percent(), 100, 1e-6);
  EXPECT_TRUE(zoom.canPan());
  zoom.toggle({500, 400});
  EXPECT_TRUE(zoom.isFitted());
}

TEST(ZoomTest, PanningNeverLosesThePicture) {
  auto zoom = largePicture();
  zoom.toggle({0, 0});
  zoom.panBy({1e6, 1e6});
  EXPECT_NEAR(zoom.target().left(), 0, 1e-6);
  EXPECT_NEAR(zoom.target().top(), 0, 1e-6);
  zoom.panBy({-1e6, -1e6});
  EXPECT_NEAR(zoom.target().right(), 1000, 1e-6);
  EXPECT_NEAR(zoom.target().bottom(), 800, 1e-6);
}

TEST(ZoomTest, MorePixelsOfTheSamePhotoMoveNothing) {
  Zoom zoom;
  zoom.setView({1000, 800}, 1);
  zoom.setPicture({512, 341});
  zoom.zoomBy(3, {300, 300});
  const auto before = zoom.target();
  zoom.setPicture({5120, 3410});
  EXPECT_NEAR(zoom.target().left(), before.left(), 1e-6);
  EXPECT_NEAR(zoom.target().width(), before.width(), 1e-6);
}

TEST(ZoomTest, ZoomingOutEndsFitted) {
  auto zoom = largePicture();
  zoom.zoomBy(3, {100, 100});
  zoom.zoomBy(0.01, {100, 100});
  EXPECT_TRUE(zoom.isFitted());
}

}  // namespace calotype::ui
