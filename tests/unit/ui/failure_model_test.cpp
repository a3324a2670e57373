// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/failure_model.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QSignalSpy>

namespace calotype::ui {

namespace {

catalog::Failure failureOf(int id, const fs::path& path, Code code) {
  catalog::Failure failure;
  failure.file = catalog::FileId(id);
  failure.path = path;
  failure.code = codeName(code);
  failure.message = "message";
  return failure;
}

}  // namespace

TEST(FailureModelTest, SaysWhichFileWhyAndWhere) {
  FailureModel model;
  const QAbstractItemModelTester tester(&model);
  model.setFailures({failureOf(2, "/photos/b.jpg", Code::Corrupt),
                     failureOf(1, "/photos/a.jpg", Code::Permission)});
  ASSERT_EQ(model.rowCount(), 2);
  EXPECT_EQ(model.index(0, FailureModel::Name).data().toString(), QStringLiteral("a.jpg"));
  EXPECT_TRUE(model.index(0, FailureModel::Reason)
                  .data()
                  .toString()
                  .contains(QStringLiteral("permissions")));
  EXPECT_EQ(model.index(0, FailureModel::FolderColumn).data().toString(),
            QStringLiteral("/photos"));
}

TEST(FailureModelTest, TheSameListAgainDisturbsNothing) {
  FailureModel model;
  model.setFailures({failureOf(1, "/photos/a.jpg", Code::Corrupt)});
  QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
  model.setFailures({failureOf(1, "/photos/a.jpg", Code::Corrupt)});
  EXPECT_EQ(resets.count(), 0);
  model.setFailures({});
  EXPECT_EQ(resets.count(), 1);
}

}  // namespace calotype::ui
