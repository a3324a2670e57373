// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings.h"

#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"
#include "ui/tokens.h"

namespace calotype::ui {

TEST(SettingsTest, WhatWasChosenIsRemembered) {
  const test::TemporaryFolder folder;
  const auto file = folder.path() / "window.ini";
  {
    Settings settings(file);
    EXPECT_EQ(settings.appearance(), Appearance::Desktop);
    EXPECT_TRUE(settings.sideBarShown());
    EXPECT_EQ(settings.rowHeight(), tokens::kUsualRow);
    settings.setAppearance(Appearance::Dark);
    settings.setSideBarShown(false);
    settings.setPanelShown(true);
    settings.setRowHeight(300);
  }
  const Settings again(file);
  EXPECT_EQ(again.appearance(), Appearance::Dark);
  EXPECT_FALSE(again.sideBarShown());
  EXPECT_TRUE(again.panelShown());
  EXPECT_EQ(again.rowHeight(), 300);
}

TEST(SettingsTest, ValuesBeyondTheirRangeAreBroughtBack) {
  const test::TemporaryFolder folder;
  Settings settings(folder.path() / "window.ini");
  settings.setRowHeight(100000);
  EXPECT_EQ(settings.rowHeight(), tokens::kLargestRow);
}

TEST(SettingsTest, ACatalogOfItsOwnKeepsItsOwnWindow) {
  EXPECT_EQ(Settings::fileFor("/somewhere"), fs::path("/somewhere/window.ini"));
  EXPECT_EQ(Settings::fileFor({}).filename(), "window.ini");
  EXPECT_EQ(Settings::fileFor({}).parent_path().filename(), "calotype");
}

}  // namespace calotype::ui
