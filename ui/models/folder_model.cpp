// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/folder_model.h"

#include <QCollator>
#include <algorithm>
#include <map>

#include "ui/views/describe.h"

namespace calotype::ui {

struct FolderModel::Node {
  fs::path path;
  QString name;
  std::int64_t photos = 0;
  bool root = false;
  bool available = true;
  Node* parent = nullptr;
  int row = 0;
  std::vector<std::unique_ptr<Node>> children;
};

namespace {

template <class Node>
void sortByName(Node& node) {
  QCollator collator;
  collator.setNumericMode(true);
  collator.setCaseSensitivity(Qt::CaseInsensitive);
  std::sort(node.children.begin(), node.children.end(), [&](const auto& a, const auto& b) {
    const int order = collator.compare(a->name, b->name);
    return order != 0 ? order < 0 : a->path < b->path;
  });
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    node.children[i]->row = int(i);
    sortByName(*node.children[i]);
  }
}

}  // namespace

FolderModel::FolderModel(QObject* parent)
    : QAbstractItemModel(parent), top_(std::make_unique<Node>()) {}

FolderModel::~FolderModel() = default;

std::unique_ptr<FolderModel::Node> FolderModel::buildTree(
    const std::vector<catalog::Root>& roots, const std::vector<catalog::Folder>& folders) {
  auto top = std::make_unique<Node>();
  std::map<fs::path, Node*> known;
  const auto add = [&](Node* parent, const fs::path& path) {
    auto node = std::make_unique<Node>();
    node->path = path;
    node->name = Words::folderName(path);
    node->parent = parent;
    known.emplace(path, node.get());
    parent->children.push_back(std::move(node));
    return parent->children.back().get();
  };
  for (const auto& root : roots) {
    Node* const node = add(top.get(), root.path);
    node->root = true;
    node->available = root.available;
  }
  auto sorted = folders;
  std::sort(sorted.begin(), sorted.end(),
            [](const auto& a, const auto& b) { return a.path < b.path; });
  for (const auto& folder : sorted) {
    auto found = known.find(folder.path);
    if (found == known.end()) {
      // Folders without photos of their own are not listed: hang it on the nearest one above.
      auto above = folder.path.parent_path();
      while (known.find(above) == known.end() && above.has_relative_path())
        above = above.parent_path();
      const auto parent = known.find(above);
      if (parent == known.end()) continue;
      add(parent->second, folder.path);
      found = known.find(folder.path);
    }
    found->second->photos = folder.photos;
  }
  sortByName(*top);
  return top;
}

bool FolderModel::sameShape(const Node& a, const Node& b) {
  return a.path == b.path && a.available == b.available &&
         std::equal(a.children.begin(), a.children.end(), b.children.begin(), b.children.end(),
                    [](const auto& x, const auto& y) { return sameShape(*x, *y); });
}

void FolderModel::takeCounts(Node& into, const Node& from) {
  into.photos = from.photos;
  for (std::size_t i = 0; i < into.children.size(); ++i)
    takeCounts(*into.children[i], *from.children[i]);
}

void FolderModel::setFolders(const std::vector<catalog::Root>& roots,
                             const std::vector<catalog::Folder>& folders) {
  auto tree = buildTree(roots, folders);
  if (sameShape(*top_, *tree)) {
    takeCounts(*top_, *tree);
    if (!top_->children.empty())
      Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, 0), {CountRole, Qt::ToolTipRole});
    return;
  }
  beginResetModel();
  top_ = std::move(tree);
  endResetModel();
}

fs::path FolderModel::pathAt(const QModelIndex& index) const {
  return index.isValid() ? nodeAt(index)->path : fs::path();
}

QModelIndex FolderModel::indexOf(const fs::path& path) const {
  const Node* node = top_.get();
  while (node) {
    const Node* next = nullptr;
    for (const auto& child : node->children) {
      if (child->path == path) return indexOf(child.get());
      const auto prefix = child->path.native() + '/';
      if (path.native().compare(0, prefix.size(), prefix) == 0) next = child.get();
    }
    node = next;
  }
  return {};
}

const FolderModel::Node* FolderModel::nodeAt(const QModelIndex& index) const {
  return index.isValid() ? static_cast<const Node*>(index.internalPointer()) : top_.get();
}

QModelIndex FolderModel::indexOf(const Node* node) const {
  if (node == nullptr || node == top_.get()) return {};
  return createIndex(node->row, 0, node);
}

QModelIndex FolderModel::index(int row, int column, const QModelIndex& parent) const {
  if (!hasIndex(row, column, parent)) return {};
  return indexOf(nodeAt(parent)->children[std::size_t(row)].get());
}

QModelIndex FolderModel::parent(const QModelIndex& child) const {
  return child.isValid() ? indexOf(nodeAt(child)->parent) : QModelIndex();
}

int FolderModel::rowCount(const QModelIndex& parent) const {
  return parent.column() > 0 ? 0 : int(nodeAt(parent)->children.size());
}

int FolderModel::columnCount(const QModelIndex&) const {
  return 1;
}

QVariant FolderModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const auto& node = *nodeAt(index);
  switch (role) {
    case Qt::DisplayRole:
      return node.name;
    case Qt::AccessibleTextRole:
      return Words::folderWithCount(node.name, node.photos);
    case Qt::ToolTipRole:
      return node.available ? Words::path(node.path) : Words::unavailableFolder(node.path);
    case CountRole:
      return qint64(node.photos);
    case IsRootRole:
      return node.root;
    default:
      return {};
  }
}

}  // namespace calotype::ui
