// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLabel>
#include <QMessageBox>
#include <QTest>
#include <QTimer>
#include <atomic>
#include <chrono>
#include <fstream>
#include <thread>

#include "tests/gui/window_fixture.h"
#include "tests/support/fake_model.h"
#include "ui/pages/models_page.h"
#include "ui/views/describe.h"

namespace calotype::ui {
namespace {

class ModelsPageTest : public test::WindowTest {
 protected:
  ModelsPageTest() {
    options.manifest = photos().parent_path() / "models.json";
    // Nobody listens on that port.
    std::ofstream(options.manifest)
        << R"({"format": 1, "hosts": ["https://127.0.0.1:9"], "models": [
      {"id": "far", "name": "Far away", "architecture": "ViT-B-32", "licence": "MIT",
       "repository": "nobody/far", "revision": "0123456789012345678901234567890123456789",
       "why": "A better one.", "why_de": "Ein besseres.", "languages": ["en"], "default": true,
       "files": [{"name": "open_clip_model.safetensors", "bytes": 1000, "confirmed": true,
         "sha256": "0000000000000000000000000000000000000000000000000000000000000000"}]},
      {"id": "hand", "name": "By hand", "architecture": "ViT-L-14", "licence": "MIT",
       "repository": "nobody/hand", "languages": ["en"], "files": []}]})";
  }
  void installBetter() { test::writeFakeModel(options.catalog.paths.models / "better", 2); }
  ModelsPage& goToModels() {
    QTest::keyClick(&window(), Qt::Key_6, Qt::ControlModifier);
    auto& page = window().modelsPage();
    EXPECT_TRUE(test::waitUntil([&] { return page.isVisible() && cards().size() >= 3; }));
    return page;
  }
  QList<ModelCard*> cards() { return window().modelsPage().findChildren<ModelCard*>(); }
  ModelCard* card(const char* title) {
    for (auto* const each : cards())
      if (each->accessibleName() == QLatin1String(title)) return each;
    return nullptr;
  }
  /// New cards are shown a moment after they were made.
  QAbstractButton* named(const char* name) {
    const auto isThere = [&] {
      for (auto* const each : window().findChildren<QAbstractButton*>())
        if (each->isVisible() && each->accessibleName() == QLatin1String(name)) return true;
      return false;
    };
    test::waitUntil(isThere);
    return button(QLatin1String(name));
  }
  bool says(QWidget* where, const char* words) {
    if (where == nullptr) return false;
    for (auto* const label : where->findChildren<QLabel*>())
      if (label->isVisible() && label->text().contains(QLatin1String(words))) return true;
    return false;
  }
};

TEST_F(ModelsPageTest, ShowsWhatIsThereWhatCanBeHadAndWhatEachIs) {
  openIndexed();
  goToModels();
  EXPECT_TRUE(test::waitUntil([&] { return says(card("Starter model"), "in use"); }));
  EXPECT_TRUE(says(card("Starter model"), "basic"));
  auto* const far = card("Far away");
  for (const auto& words : {"recommended", "A better one.", "MIT", "English", "SHA-256 0000",
                            "million parameters", "GFLOP"})
    EXPECT_TRUE(says(far, words)) << words;
  EXPECT_TRUE(says(card("By hand"), "nobody/hand"));
  EXPECT_EQ(named("Install Far away")->text(), QLatin1String("Install"));
}

TEST_F(ModelsPageTest, ADownloadThatFailsSaysWhyAtItsPlaceAndLeavesNothing) {
  openIndexed();
  goToModels();
  named("Install Far away")->click();
  EXPECT_TRUE(test::waitUntil([&] { return says(card("Far away"), "127.0.0.1"); }));
  EXPECT_TRUE(named("Install Far away")->isEnabled());
  EXPECT_FALSE(fs::exists(options.catalog.paths.models / "far"));
  EXPECT_TRUE(says(card("Starter model"), "in use"));
}

TEST_F(ModelsPageTest, AFolderThatIsNoModelIsRefusedWithItsReason) {
  openIndexed();
  goToModels();
  window().models().import(photos());
  EXPECT_TRUE(test::waitUntil([&] { return says(&window().modelsPage(), "not the folder"); }));
}

TEST_F(ModelsPageTest, AChangeIsShownAndAnsweredByTheFormerModelAndTakenBackAtOnce) {
  openIndexed();
  installBetter();
  std::atomic<bool> hold = true;
  encoder.beforePictures = [&] {
    while (hold) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  };
  auto& page = goToModels();
  named("Use better")->click();
  EXPECT_TRUE(test::waitUntil([&] { return says(&page, "has seen 0 of 12 photos"); }));
  EXPECT_TRUE(says(card("better"), "in use"));
  EXPECT_TRUE(says(card("Starter model"), "answers until then"));
  EXPECT_EQ(window().bridge().modelStatus().starter, true);
  hold = false;
  EXPECT_TRUE(test::waitUntil([&] { return idle() && !says(&page, "has seen"); }));
  EXPECT_TRUE(test::waitUntil([&] { return !window().bridge().modelStatus().starter; }));

  const int pictures = encoder.pictures;
  named("Use Starter model")->click();
  EXPECT_TRUE(test::waitUntil([&] { return says(card("Starter model"), "in use"); }));
  EXPECT_TRUE(test::waitUntil([&] { return idle(); }));
  EXPECT_TRUE(window().bridge().modelStatus().starter);
  EXPECT_EQ(encoder.pictures, pictures);
}

TEST_F(ModelsPageTest, AModelThatArrivesIsMeasuredAndTakesTheStartersPlace) {
  openIndexed();
  auto& page = goToModels();
  window().models().import(fs::path(CALOTYPE_SOURCE) / "resources/models/starter");
  EXPECT_TRUE(test::waitUntil([&] { return says(card("imported-starter"), "in use"); }));
  EXPECT_TRUE(says(card("imported-starter"), "ms a picture"));
  EXPECT_TRUE(test::waitUntil([&] { return idle() && !says(&page, "has seen"); }));
  EXPECT_FALSE(window().bridge().modelStatus().starter);
}

TEST_F(ModelsPageTest, AModelIsMeasuredAndRemovedHere) {
  openIndexed();
  installBetter();
  goToModels();
  named("Measure how fast better is")->click();
  EXPECT_TRUE(test::waitUntil([&] { return says(card("better"), "ms a picture"); }));
  // The question is answered by the test, as a person would with the keyboard.
  QTimer::singleShot(300, [] {
    for (auto* const top : QApplication::topLevelWidgets())
      if (auto* const box = qobject_cast<QMessageBox*>(top); box != nullptr && box->isVisible())
        for (auto* const each : box->buttons())
          if (each->text() == QLatin1String("Remove")) each->click();
  });
  named("Remove better")->click();
  EXPECT_TRUE(test::waitUntil([&] { return card("better") == nullptr; }));
  EXPECT_FALSE(fs::exists(options.catalog.paths.models / "better"));
}

TEST_F(ModelsPageTest, TheKeyboardBeginsAtTheTopAndGoesDownTheCards) {
  openIndexed();
  goToModels();
  const auto at = [&] {
    auto* const focused = window().focusWidget();
    return focused == nullptr ? QString() : focused->accessibleName();
  };
  EXPECT_TRUE(
      test::waitUntil([&] { return at() == QLatin1String("Measure how fast Starter model is"); }));
  named("Install Far away");
  QTest::keyClick(window().focusWidget(), Qt::Key_Tab);
  EXPECT_EQ(at(), QLatin1String("Install Far away"));
}

TEST_F(ModelsPageTest, TheStatusLineLeadsHere) {
  openIndexed();
  named("Starter model: basic; install a better one")->click();
  EXPECT_TRUE(test::waitUntil([&] { return window().modelsPage().isVisible(); }));
}

}  // namespace
}  // namespace calotype::ui
