// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemModel>
#include <memory>
#include <vector>

#include "catalog/types.h"

namespace calotype::ui {

/// The folders of the library as a tree: roots on top, below them the sub-folders that hold photos,
/// sorted as people sort (numbers by value). GUI thread.
class FolderModel final : public QAbstractItemModel {
  Q_OBJECT
 public:
  enum Role { PathRole = Qt::UserRole + 1, CountRole, IsRootRole };

  explicit FolderModel(QObject* parent = nullptr);
  ~FolderModel() override;

  /// Paths are bytes, not text: they come back from pathAt as they were. When the same folders
  /// stand there already only counts change, so that what is unfolded stays so.
  void setFolders(const std::vector<catalog::Root>& roots,
                  const std::vector<catalog::Folder>& folders);
  fs::path pathAt(const QModelIndex& index) const;
  QModelIndex indexOf(const fs::path& path) const;

  QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
  QModelIndex parent(const QModelIndex& child) const override;
  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;

 private:
  struct Node;
  const Node* nodeAt(const QModelIndex& index) const;
  QModelIndex indexOf(const Node* node) const;
  static std::unique_ptr<Node> buildTree(const std::vector<catalog::Root>& roots,
                                         const std::vector<catalog::Folder>& folders);
  static bool sameShape(const Node& a, const Node& b);
  static void takeCounts(Node& into, const Node& from);

  std::unique_ptr<Node> top_;
};

}  // namespace calotype::ui
