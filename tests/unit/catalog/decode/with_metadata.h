// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtest/gtest.h>

#include <exiv2/exiv2.hpp>
#include <functional>
#include <string>

namespace calotype::test {

/// The JPEG with what `write` put into its Exif, IPTC, XMP or profile.
inline std::string withMetadata(const std::string& jpeg,
                                const std::function<void(Exiv2::Image&)>& write) {
  const auto image = Exiv2::ImageFactory::open(reinterpret_cast<const Exiv2::byte*>(jpeg.data()),
                                               long(jpeg.size()));
  image->readMetadata();
  write(*image);
  image->writeMetadata();
  auto& io = image->io();
  EXPECT_EQ(io.open(), 0);
  const auto bytes = io.read(long(io.size()));
  return {reinterpret_cast<const char*>(bytes.pData_), std::size_t(bytes.size_)};
}

}  // namespace calotype::test
