// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "catalog/types.h"

namespace calotype::ui {

/// Files that could not become photos: name, folder, and why with what can be done. GUI thread.
class FailureModel final : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { Name, Reason, FolderColumn, ColumnCount };

  explicit FailureModel(QObject* parent = nullptr);

  void setFailures(std::vector<catalog::Failure> failures);
  const catalog::Failure& failure(int row) const { return failures_[std::size_t(row)]; }

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  std::vector<catalog::Failure> failures_;
};

}  // namespace calotype::ui
