// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/formats.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

namespace calotype::catalog {
namespace {

TEST(FormatsTest, TheDesktopEntryNamesEveryPicturesFormatAndNoOther) {
  std::string expected = "MimeType=inode/directory;";
  for (const auto& format : formats())
    if (!format.isFilm()) expected += std::string(format.mime) + ';';
  std::ifstream entry(CALOTYPE_SOURCE "/resources/org.calotype.Calotype.desktop");
  std::string line;
  while (std::getline(entry, line) && !line.starts_with("MimeType=")) continue;
  EXPECT_EQ(line, expected);
}

}  // namespace
}  // namespace calotype::catalog
