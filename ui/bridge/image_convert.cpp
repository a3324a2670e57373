// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/image_convert.h"

namespace calotype::ui {

QImage imageFromThumbnail(const std::string& jpeg) {
  const auto image =
      QImage::fromData(reinterpret_cast<const uchar*>(jpeg.data()), int(jpeg.size()), "JPEG");
  return image.convertToFormat(QImage::Format_RGB32);
}

QImage imageFromRgb(const Rgb8& picture) {
  if (picture.empty()) return {};
  const QImage view(picture.pixels.data(), picture.width, picture.height,
                    qsizetype(picture.stride()), QImage::Format_RGB888);
  return view.convertToFormat(QImage::Format_RGB32);
}

}  // namespace calotype::ui
