// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/qt_application.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QEventLoop>
#include <QLocale>
#include <QStyleFactory>
#include <QTimer>

namespace calotype::test {

namespace {

class ApplicationEnvironment final : public ::testing::Environment {
 public:
  void SetUp() override {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    application_ = std::make_unique<QApplication>(argc_, argv_);
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
  }
  void TearDown() override { application_.reset(); }

 private:
  char name_[5] = "test";
  char* argv_[2] = {name_, nullptr};
  int argc_ = 1;
  std::unique_ptr<QApplication> application_;
};

const auto* const environment = ::testing::AddGlobalTestEnvironment(
    std::make_unique<ApplicationEnvironment>().release());  // GoogleTest owns it

}  // namespace

bool waitUntil(const std::function<bool()>& condition, int patienceMs) {
  QElapsedTimer clock;
  clock.start();
  QTimer
      wake;  // not every condition comes with an event; the variant with a time limit never sleeps
  wake.start(10);
  while (!condition()) {
    if (clock.elapsed() > patienceMs) return false;
    QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents);
  }
  return true;
}

}  // namespace calotype::test
