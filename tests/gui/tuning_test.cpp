// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLabel>
#include <QProgressBar>
#include <QTest>
#include <array>
#include <chrono>

#include "catalog/training/tuning.h"
#include "model/base/install_paths.h"
#include "tests/gui/window_fixture.h"
#include "tests/support/painted_photo.h"
#include "ui/pages/models_page.h"
#include "ui/views/describe.h"
#include "ui/views/tuning_card.h"

namespace calotype::ui {
namespace {

constexpr int kLearnMs = 120'000;

/// Colours under names that no model knows.
struct Named {
  const char* name;
  int red, green, blue;
};
constexpr std::array kNamed = {Named{"zorp", 235, 30, 30},    Named{"quib", 30, 220, 40},
                               Named{"flen", 40, 60, 235},    Named{"mavv", 240, 225, 40},
                               Named{"trosk", 30, 220, 225},  Named{"wumbel", 225, 40, 220},
                               Named{"pligg", 245, 245, 245}, Named{"drane", 60, 60, 60}};

/// The window, its command line and the starter model: nothing is faked.
class TuningTest : public test::WindowTest {
 protected:
  TuningTest() {
    options.catalog.starterModel = starterModelFolder();
    options.catalog.openEncoder = model::openEncoder;
    options.catalog.encoder.device = model::Device::Cpu;
  }
  /// Each photo of a colour has a bar at a place of its own.
  void paintDays(int days, std::chrono::hours apart) {
    const auto now = fs::file_time_type::clock::now();
    for (int day = 0; day < days; ++day)
      for (const auto& [name, red, green, blue] : kNamed) {
        Rgb8 picture(240, 180);
        for (int y = 0; y < picture.height; ++y)
          for (int x = 0; x < picture.width; ++x) {
            const int shade = x / 16 == day ? 3 : 4;
            auto* const pixel = picture.row(y) + 3 * x;
            pixel[0] = std::uint8_t(red * shade / 4);
            pixel[1] = std::uint8_t(green * shade / 4);
            pixel[2] = std::uint8_t(blue * shade / 4);
          }
        const auto file = std::string(name) + "/" + std::to_string(day) + ".jpg";
        write(file, test::encodeJpeg(picture));
        fs::last_write_time(photos() / file, now - apart * day - std::chrono::hours(24));
      }
  }
  void openOn(int days, std::chrono::hours apart = std::chrono::hours(24)) {
    paintDays(days, apart);
    open(photos());
    ASSERT_TRUE(
        test::waitUntil([&] { return shown() == days * int(kNamed.size()) && idle(); }, kLearnMs));
  }
  void tagAll() {
    std::optional<bool> done;
    window().bridge().call<bool>(
        &window(),
        [](catalog::Catalog& catalog) -> Result<bool> {
          for (const auto& named : kNamed) {
            CALOTYPE_TRY(auto photos, catalog.photosFor(std::string("folder:") + named.name));
            CALOTYPE_TRY(const auto edited,
                         catalog.edit({catalog::AddTag{named.name}, std::move(photos)}));
          }
          return true;
        },
        [&](const Result<bool>& tagged) { done = tagged.has_value(); });
    ASSERT_TRUE(test::waitUntil([&] { return done.has_value(); }));
    ASSERT_TRUE(*done);
  }
  TuningCard& goToCard() {
    QTest::keyClick(&window(), Qt::Key_6, Qt::ControlModifier);
    auto& page = window().modelsPage();
    EXPECT_TRUE(test::waitUntil([&] { return page.isVisible(); }));
    return *page.findChild<TuningCard*>();
  }
  QAbstractButton* named(const QString& name) const {
    for (auto* const each : child<TuningCard>()->findChildren<QAbstractButton*>())
      if (each->isVisible() && each->accessibleName() == name) return each;
    return nullptr;
  }
  bool says(const QString& words) const {
    for (const auto* const label : child<TuningCard>()->findChildren<QLabel*>())
      if (label->isVisible() && label->text().contains(words)) return true;
    return false;
  }
  QString everything() const {
    QStringList all;
    for (const auto* const label : child<TuningCard>()->findChildren<QLabel*>())
      all << label->text();
    return all.join(QLatin1Char('\n'));
  }
  bool leftNothing() const { return !fs::exists(options.catalog.paths.cache / "own-words"); }
};

TEST_F(TuningTest, WhatWasLearntFromOnesOwnWordsIsProvenAndThenUsed) {
  openOn(12);
  tagAll();
  goToCard();
  ASSERT_TRUE(test::waitUntil([&] { return says(QStringLiteral("96 photos")); }))
      << qPrintable(everything());
  QPointer<QAbstractButton> learn = named(QStringLiteral("Learn from your own words"));
  ASSERT_NE(learn, nullptr);
  learn->setFocus();
  QTest::keyClick(learn, Qt::Key_Space);
  EXPECT_TRUE(test::waitUntil([&] { return named(QStringLiteral("Stop learning")) != nullptr; }));
  EXPECT_TRUE(named(QStringLiteral("Stop learning"))->hasFocus());
  EXPECT_TRUE(test::waitUntil([&] { return says(QStringLiteral("Learning: step")); }, kLearnMs))
      << qPrintable(everything());
  EXPECT_TRUE(test::waitUntil([&] { return says(QStringLiteral("became better for")); }, kLearnMs))
      << qPrintable(everything());
  EXPECT_TRUE(says(QStringLiteral("did not learn from")));
  auto* const use = named(QStringLiteral("Use what was learnt"));
  ASSERT_NE(use, nullptr) << qPrintable(everything());
  EXPECT_TRUE(use->hasFocus());
  use->click();
  EXPECT_TRUE(
      test::waitUntil([&] { return says(QStringLiteral("stands among the models")); }, kLearnMs))
      << qPrintable(everything());
  EXPECT_TRUE(test::waitUntil([&] { return !window().bridge().modelStatus().starter && idle(); },
                              kLearnMs));
  close();
  EXPECT_TRUE(leftNothing());
}

TEST_F(TuningTest, LearningThatIsStoppedChangesNothing) {
  openOn(7);
  tagAll();
  goToCard();
  ASSERT_TRUE(test::waitUntil([&] { return says(QStringLiteral("56 photos")); }));
  named(QStringLiteral("Learn from your own words"))->click();
  ASSERT_TRUE(test::waitUntil([&] { return named(QStringLiteral("Stop learning")) != nullptr; }));
  named(QStringLiteral("Stop learning"))->click();
  EXPECT_TRUE(test::waitUntil([&] { return says(QStringLiteral("Stopped.")); }, kLearnMs));
  EXPECT_TRUE(window().bridge().modelStatus().starter);
  // And closing the window in the middle leaves nothing either.
  named(QStringLiteral("Learn from your own words"))->click();
  ASSERT_TRUE(test::waitUntil([&] { return named(QStringLiteral("Stop learning")) != nullptr; }));
  close();
  EXPECT_TRUE(leftNothing());
}

TEST_F(TuningTest, TooFewWordsAreSaidBeforeAnythingIsTried) {
  openOn(2);
  tagAll();
  goToCard();
  ASSERT_TRUE(test::waitUntil([&] { return says(QStringLiteral("16 photos")); }));
  EXPECT_TRUE(says(QStringLiteral("At least 50 from several days")));
  EXPECT_FALSE(named(QStringLiteral("Learn from your own words"))->isEnabled());
}

TEST_F(TuningTest, WordsOfOneDayAreTooFewAndTheReasonIsSaid) {
  openOn(7, std::chrono::hours(0));
  tagAll();
  goToCard();
  ASSERT_TRUE(test::waitUntil([&] { return says(QStringLiteral("56 photos")); }));
  named(QStringLiteral("Learn from your own words"))->click();
  EXPECT_TRUE(test::waitUntil(
      [&] { return says(QStringLiteral("nothing has changed: There is too little")); }, kLearnMs))
      << qPrintable(everything());
}

}  // namespace
}  // namespace calotype::ui
