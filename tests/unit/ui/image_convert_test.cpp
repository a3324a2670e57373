// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/image_convert.h"

#include <gtest/gtest.h>

#include <QBuffer>

namespace calotype::ui {

TEST(ImageConvertTest, PixelsKeepTheirPlaceAndColour) {
  Rgb8 picture(3, 2);
  for (std::size_t i = 0; i < picture.pixels.size(); ++i) picture.pixels[i] = std::uint8_t(i * 11);
  const auto image = imageFromRgb(picture);
  ASSERT_EQ(image.size(), QSize(3, 2));
  for (int y = 0; y < 2; ++y)
    for (int x = 0; x < 3; ++x) {
      const auto* const rgb = picture.row(y) + 3 * x;
      EXPECT_EQ(image.pixel(x, y), qRgb(rgb[0], rgb[1], rgb[2]));
    }
  EXPECT_TRUE(imageFromRgb({}).isNull());
}

TEST(ImageConvertTest, AThumbnailIsReadAndAnythingElseIsNothing) {
  QImage painted(40, 30, QImage::Format_RGB32);
  painted.fill(QColor(10, 120, 200));
  QByteArray bytes;
  QBuffer buffer(&bytes);
  ASSERT_TRUE(buffer.open(QIODevice::WriteOnly));
  ASSERT_TRUE(painted.save(&buffer, "JPEG", 90));
  EXPECT_EQ(imageFromThumbnail(bytes.toStdString()).size(), QSize(40, 30));
  EXPECT_TRUE(imageFromThumbnail("no picture").isNull());
  EXPECT_TRUE(imageFromThumbnail("").isNull());
}

}  // namespace calotype::ui
