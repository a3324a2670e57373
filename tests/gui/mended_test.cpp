// SPDX-License-Identifier: GPL-3.0-or-later
// A catalog that the disk has damaged.
#include <fstream>

#include "catalog/upkeep.h"
#include "tests/gui/window_fixture.h"
#include "ui/pages/library_page.h"
#include "ui/views/fault_bar.h"
#include "ui/views/photo_grid.h"

namespace calotype::ui {
namespace {

class MendedTest : public test::WindowTest {
 protected:
  fs::path database() const { return options.catalog.paths.database(); }

  /// Zeroes over a page; 0 is the header.
  void damage(std::streamoff page) {
    std::fstream file(database(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(page * 4096);
    file << std::string(4096, '\0');
  }
};

TEST_F(MendedTest, OneClickMendsADamagedCatalog) {
  openIndexed();
  close();
  ASSERT_TRUE(catalog::backUpCatalog(options.catalog.paths, std::nullopt));
  damage(4);
  open();
  ASSERT_TRUE(test::waitUntil([&] { return hasButton(QStringLiteral("Mend the catalog")); }));
  button(QStringLiteral("Mend the catalog"))->click();
  EXPECT_TRUE(test::waitUntil([&] { return shown() == 12 && idle(); }));
  EXPECT_TRUE(child<FaultBar>()->isVisible()) << "it says what was done";
  int kept = 0;
  for (const auto& entry : fs::directory_iterator(database().parent_path()))
    kept += entry.path().native().ends_with("Z") ? 1 : 0;
  EXPECT_EQ(kept, 1);
}

TEST_F(MendedTest, WhenNothingCanBeReadTheNewestCopyTakesItsPlace) {
  openIndexed();
  close();
  ASSERT_TRUE(catalog::backUpCatalog(options.catalog.paths, std::nullopt));
  damage(0);
  open();
  ASSERT_TRUE(test::waitUntil([&] { return hasButton(QStringLiteral("Mend the catalog")); }));
  button(QStringLiteral("Mend the catalog"))->click();
  EXPECT_TRUE(test::waitUntil([&] { return shown() == 12 && idle(); }));
}

TEST_F(MendedTest, WithoutACopyItSaysThatNothingCanBeSaved) {
  openIndexed();
  close();
  fs::remove_all(options.catalog.paths.snapshots());
  damage(0);
  const auto bytes = fs::file_size(database());
  open();
  ASSERT_TRUE(test::waitUntil([&] { return hasButton(QStringLiteral("Mend the catalog")); }));
  button(QStringLiteral("Mend the catalog"))->click();
  EXPECT_TRUE(test::waitUntil([&] { return child<FaultBar>()->isVisible(); }));
  EXPECT_EQ(fs::file_size(database()), bytes) << "the damaged file stays";
}

}  // namespace
}  // namespace calotype::ui
