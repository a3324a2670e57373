// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/failure_model.h"

#include <algorithm>

#include "ui/views/describe.h"

namespace calotype::ui {

FailureModel::FailureModel(QObject* parent) : QAbstractTableModel(parent) {}

void FailureModel::setFailures(std::vector<catalog::Failure> failures) {
  std::sort(failures.begin(), failures.end(),
            [](const auto& a, const auto& b) { return a.path < b.path; });
  const auto same = [](const catalog::Failure& a, const catalog::Failure& b) {
    return a.file == b.file && a.path == b.path && a.code == b.code && a.message == b.message;
  };
  if (std::equal(failures.begin(), failures.end(), failures_.begin(), failures_.end(), same))
    return;
  beginResetModel();
  failures_ = std::move(failures);
  endResetModel();
}

int FailureModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : int(failures_.size());
}

int FailureModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant FailureModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const auto& failure = failures_[std::size_t(index.row())];
  if (role == Qt::ToolTipRole)
    return index.column() == Reason ? Words::plain(failure.message) : Words::path(failure.path);
  if (role != Qt::DisplayRole) return {};
  switch (index.column()) {
    case Name:
      return Words::fileName(failure.path);
    case Reason:
      return Words::failure(failure);
    default:
      return Words::path(failure.path.parent_path());
  }
}

QVariant FailureModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  switch (section) {
    case Name:
      return tr("File");
    case Reason:
      return tr("Why, and what to do");
    default:
      return tr("Folder");
  }
}

}  // namespace calotype::ui
