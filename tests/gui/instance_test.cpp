// SPDX-License-Identifier: GPL-3.0-or-later
// Run under dbus-run-session, so that the bus is the test's own.
#include <gtest/gtest.h>

#include <QProcess>
#include <QTest>

#include "tests/gui/qt_application.h"
#include "tests/support/temporary_folder.h"
#include "ui/single_instance.h"

namespace calotype::ui {
namespace {

class InstanceTest : public ::testing::Test {
 protected:
  /// Starts the real program on this catalog; it has to hand over and end.
  int startAgain(const QStringList& files) {
    QProcess program;
    program.setProgram(QStringLiteral(CALOTYPE_PROGRAM));
    program.setArguments(
        QStringList{QStringLiteral("--catalog"), QString::fromStdString(catalog().native())} +
        files);
    program.start();
    EXPECT_TRUE(test::waitUntil([&] { return program.state() == QProcess::NotRunning; }));
    if (program.state() != QProcess::NotRunning) program.kill();
    program.waitForFinished();
    return program.exitStatus() == QProcess::NormalExit ? program.exitCode() : -1;
  }
  fs::path catalog() const { return folder_.path() / "catalog"; }

  test::TemporaryFolder folder_;
};

TEST_F(InstanceTest, ASecondStartHandsItsFilesToTheFirstAndEnds) {
  SingleInstance first(catalog());
  std::vector<std::vector<fs::path>> asked;
  QObject::connect(&first, &SingleInstance::asked, &first,
                   [&](const auto& files, const QString&) { asked.push_back(files); });
  ASSERT_TRUE(first.claim({}));
  EXPECT_EQ(startAgain({}), 0);
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_TRUE(asked[0].empty());

  const auto odd = folder_.path() / "Müller #1 100%.jpg";
  EXPECT_EQ(startAgain({QString::fromStdString(odd.native())}), 0);
  ASSERT_EQ(asked.size(), 2u);
  EXPECT_EQ(asked[1], std::vector<fs::path>{odd});
  EXPECT_FALSE(fs::exists(catalog()));  // the second one touched nothing
}

TEST_F(InstanceTest, AnotherCatalogIsAnotherWindow) {
  SingleInstance first(catalog()), other(folder_.path() / "other");
  EXPECT_TRUE(first.claim({}));
  EXPECT_TRUE(other.claim({}));
}

}  // namespace
}  // namespace calotype::ui
