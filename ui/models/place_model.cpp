// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/place_model.h"

#include <QCollator>
#include <QDataStream>
#include <QIODevice>
#include <QMimeData>
#include <algorithm>
#include <map>

#include "ui/views/describe.h"

namespace calotype::ui {

using Kind = PlaceKey::Kind;

struct PlaceModel::Node {
  PlaceKey key;
  QString name, icon;
  std::int64_t count = 0;
  bool root = false;
  bool available = true;
  Node* parent = nullptr;
  int row = 0;
  std::vector<std::unique_ptr<Node>> children;

  Node* add(PlaceKey childKey, const QString& childName, const QString& childIcon,
            std::int64_t childCount = 0) {
    auto node = std::make_unique<Node>();
    node->key = std::move(childKey);
    node->name = childName;
    node->icon = childIcon;
    node->count = childCount;
    node->parent = this;
    node->row = int(children.size());
    children.push_back(std::move(node));
    return children.back().get();
  }
  bool isHeading() const {
    return key.kind == Kind::Folders || key.kind == Kind::Albums || key.kind == Kind::Tags;
  }
};

namespace {

template <class Node>
void sortByName(Node& node) {
  QCollator collator;
  collator.setNumericMode(true);
  collator.setCaseSensitivity(Qt::CaseInsensitive);
  std::sort(node.children.begin(), node.children.end(), [&](const auto& a, const auto& b) {
    const int order = collator.compare(a->name, b->name);
    return order != 0 ? order < 0 : a->key.folder < b->key.folder;
  });
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    node.children[i]->row = int(i);
    sortByName(*node.children[i]);
  }
}

template <class Node>
void addFolders(Node& heading, const Places& places) {
  std::map<fs::path, Node*> known;
  const auto add = [&](Node* parent, const fs::path& path) {
    auto* const node =
        parent->add({Kind::Folder, path}, Words::folderName(path), QStringLiteral("folder"));
    known.emplace(path, node);
    return node;
  };
  for (const auto& root : places.roots) {
    Node* const node = add(&heading, root.path);
    node->root = true;
    node->available = root.available;
  }
  auto sorted = places.folders;
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
    found->second->count = folder.photos;
  }
  sortByName(heading);
}

template <class Node>
void addTags(Node& heading, const std::vector<catalog::TagNode>& tags) {
  // A tag that nothing bears and nobody made by hand is only there for its proposals.
  std::map<std::int64_t, Node*> known;
  for (const auto& tag : tags) {
    if (tag.photos == 0 && (tag.proposed > 0 || !tag.conceptId.empty())) continue;
    const auto parent = tag.parent ? known.find(std::int64_t(*tag.parent)) : known.end();
    Node* const above = parent == known.end() ? &heading : parent->second;
    known[std::int64_t(tag.id)] =
        above->add({Kind::Tag, {}, std::int64_t(tag.id)}, Words::plain(tag.name),
                   QStringLiteral("tag"), tag.photos);
  }
}

template <class Node>
bool sameShape(const Node& a, const Node& b) {
  return a.key == b.key && a.name == b.name && a.available == b.available &&
         std::equal(a.children.begin(), a.children.end(), b.children.begin(), b.children.end(),
                    [](const auto& x, const auto& y) { return sameShape(*x, *y); });
}

template <class Node>
void takeCounts(Node& into, const Node& from) {
  into.count = from.count;
  for (std::size_t i = 0; i < into.children.size(); ++i)
    takeCounts(*into.children[i], *from.children[i]);
}

template <class Node>
const Node* find(const Node& node, const PlaceKey& key) {
  for (const auto& child : node.children) {
    if (child->key == key) return child.get();
    if (const auto* const below = find(*child, key)) return below;
  }
  return nullptr;
}

}  // namespace

PlaceModel::PlaceModel(QObject* parent)
    : QAbstractItemModel(parent), top_(std::make_unique<Node>()) {
  setPlaces({});
}

PlaceModel::~PlaceModel() = default;

void PlaceModel::setPlaces(const Places& places) {
  const auto& counts = places.counts;
  auto top = std::make_unique<Node>();
  top->add({Kind::Library}, tr("Library"), QStringLiteral("library"), counts.photos);
  top->add({Kind::Recent}, tr("Recently added"), QStringLiteral("recent"), counts.recent);
  addFolders(*top->add({Kind::Folders}, tr("Folders"), {}), places);
  auto* const albums = top->add({Kind::Albums}, tr("Albums"), {});
  for (const auto& album : places.albums) {
    const bool search = !album.query.empty();
    albums->add({search ? Kind::SavedSearch : Kind::Album, {}, std::int64_t(album.id)},
                Words::plain(album.name),
                search ? QStringLiteral("saved-search") : QStringLiteral("album"), album.photos);
  }
  addTags(*top->add({Kind::Tags}, tr("Tags"), {}), places.tags);
  top->add({Kind::Proposals}, tr("Proposals"), QStringLiteral("proposals"), counts.proposed);
  top->add({Kind::Unreadable}, tr("Unreadable"), QStringLiteral("unreadable"), counts.unreadable);
  if (counts.missingPhotos > 0)
    top->add({Kind::Missing}, tr("Missing"), QStringLiteral("missing"), counts.missingPhotos);
  top->add({Kind::Trash}, tr("Trash"), QStringLiteral("trash"), counts.trashed);
  albums_ = places.albums;
  if (sameShape(*top_, *top)) {
    takeCounts(*top_, *top);
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, 0), {CountRole, Qt::ToolTipRole});
    return;
  }
  beginResetModel();
  top_ = std::move(top);
  endResetModel();
}

PlaceKey PlaceModel::keyAt(const QModelIndex& index) const {
  return nodeAt(index)->key;
}

QModelIndex PlaceModel::indexOf(const PlaceKey& key) const {
  return indexOf(find(*top_, key));
}

const std::optional<catalog::Album> PlaceModel::albumAt(const QModelIndex& index) const {
  const auto key = keyAt(index);
  const auto found = std::find_if(albums_.begin(), albums_.end(), [&](const auto& album) {
    return std::int64_t(album.id) == key.id;
  });
  const bool isAlbum = key.kind == Kind::Album || key.kind == Kind::SavedSearch;
  return isAlbum && found != albums_.end() ? std::optional(*found) : std::nullopt;
}

const PlaceModel::Node* PlaceModel::nodeAt(const QModelIndex& index) const {
  return index.isValid() ? static_cast<const Node*>(index.internalPointer()) : top_.get();
}

QModelIndex PlaceModel::indexOf(const Node* node) const {
  if (node == nullptr || node == top_.get()) return {};
  return createIndex(node->row, 0, node);
}

QModelIndex PlaceModel::index(int row, int column, const QModelIndex& parent) const {
  if (!hasIndex(row, column, parent)) return {};
  return indexOf(nodeAt(parent)->children[std::size_t(row)].get());
}

QModelIndex PlaceModel::parent(const QModelIndex& child) const {
  return child.isValid() ? indexOf(nodeAt(child)->parent) : QModelIndex();
}

int PlaceModel::rowCount(const QModelIndex& parent) const {
  return parent.column() > 0 ? 0 : int(nodeAt(parent)->children.size());
}

int PlaceModel::columnCount(const QModelIndex&) const {
  return 1;
}

QVariant PlaceModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const auto& node = *nodeAt(index);
  switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
      return node.name;
    case Qt::AccessibleTextRole:
      return node.isHeading() ? node.name : Words::folderWithCount(node.name, node.count);
    case Qt::ToolTipRole:
      if (node.key.kind != Kind::Folder) return {};
      return node.available ? Words::path(node.key.folder)
                            : Words::unavailableFolder(node.key.folder);
    case KindRole:
      return int(node.key.kind);
    case CountRole:
      return qint64(node.count);
    case IsRootRole:
      return node.root;
    case IconRole:
      return node.icon;
    case IsHeadingRole:
      return node.isHeading();
    default:
      return {};
  }
}

Qt::ItemFlags PlaceModel::flags(const QModelIndex& index) const {
  auto flags = QAbstractItemModel::flags(index);
  const auto kind = nodeAt(index)->key.kind;
  const bool named = kind == Kind::Album || kind == Kind::SavedSearch || kind == Kind::Tag;
  if (named) flags |= Qt::ItemIsEditable;
  if (kind == Kind::Album || kind == Kind::Tag || kind == Kind::Trash)
    flags |= Qt::ItemIsDropEnabled;
  return flags;
}

bool PlaceModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  const auto name = value.toString().trimmed();
  if (role != Qt::EditRole || name.isEmpty() || name == nodeAt(index)->name) return false;
  Q_EMIT renameWanted(keyAt(index), name);
  return true;
}

QStringList PlaceModel::mimeTypes() const {
  return {QLatin1String(kPhotosMime)};
}

bool PlaceModel::canDropMimeData(const QMimeData* data, Qt::DropAction, int, int,
                                 const QModelIndex& parent) const {
  return data->hasFormat(QLatin1String(kPhotosMime)) &&
         (flags(parent) & Qt::ItemIsDropEnabled) != 0;
}

bool PlaceModel::dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                              const QModelIndex& parent) {
  if (!canDropMimeData(data, action, row, column, parent)) return false;
  const auto photos = photosFromMime(data->data(QLatin1String(kPhotosMime)));
  if (!photos.isEmpty()) Q_EMIT photosDropped(keyAt(parent), photos);
  return !photos.isEmpty();
}

QByteArray photosToMime(const std::vector<catalog::PhotoId>& photos) {
  QByteArray bytes;
  QDataStream stream(&bytes, QIODevice::WriteOnly);
  for (const auto photo : photos) stream << qint64(photo);
  return bytes;
}

QList<qint64> photosFromMime(const QByteArray& bytes) {
  QList<qint64> photos;
  QDataStream stream(bytes);
  while (!stream.atEnd()) {
    qint64 photo = 0;
    stream >> photo;
    if (stream.status() == QDataStream::Ok) photos << photo;
  }
  return photos;
}

}  // namespace calotype::ui
