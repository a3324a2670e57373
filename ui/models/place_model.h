// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemModel>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "catalog/types.h"

namespace calotype::ui {

/// Somewhere one can go to from the side bar.
struct PlaceKey {
  enum class Kind {
    Library,
    Recent,
    Folders,  // the headings of the three lists
    Folder,
    Albums,
    Album,
    SavedSearch,
    Tags,
    Tag,
    Proposals,
    Unreadable,
    Missing,
    Trash
  };
  Kind kind = Kind::Library;
  fs::path folder{};    // of a Folder
  std::int64_t id = 0;  // of an Album, SavedSearch or Tag

  friend bool operator==(const PlaceKey&, const PlaceKey&) = default;
};

/// What the side bar shows.
struct Places {
  std::vector<catalog::Root> roots;
  std::vector<catalog::Folder> folders;
  std::vector<catalog::Album> albums;
  std::vector<catalog::TagNode> tags;
  catalog::Counts counts;
};

/// Library, folders, albums, tags and the rest as one tree, so that the arrows lead everywhere.
/// Folders stand below their roots, sorted as people sort (numbers by value). GUI thread.
class PlaceModel final : public QAbstractItemModel {
  Q_OBJECT
 public:
  enum Role { KindRole = Qt::UserRole + 1, CountRole, IsRootRole, IconRole, IsHeadingRole };

  explicit PlaceModel(QObject* parent = nullptr);
  ~PlaceModel() override;

  /// When the same places stand there already only counts change, so that what is unfolded stays.
  void setPlaces(const Places& places);
  PlaceKey keyAt(const QModelIndex& index) const;
  QModelIndex indexOf(const PlaceKey& key) const;
  const std::optional<catalog::Album> albumAt(const QModelIndex& index) const;

  QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
  QModelIndex parent(const QModelIndex& child) const override;
  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  Qt::ItemFlags flags(const QModelIndex& index) const override;
  /// Only asks: renameWanted.
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;
  QStringList mimeTypes() const override;
  bool canDropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                       const QModelIndex& parent) const override;
  bool dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                    const QModelIndex& parent) override;

 Q_SIGNALS:
  void renameWanted(const calotype::ui::PlaceKey& key, const QString& name);
  void photosDropped(const calotype::ui::PlaceKey& key, const QList<qint64>& photos);

 private:
  struct Node;
  const Node* nodeAt(const QModelIndex& index) const;
  QModelIndex indexOf(const Node* node) const;

  std::unique_ptr<Node> top_;
  std::vector<catalog::Album> albums_;
};

/// Ids of photos, as they are dragged.
inline constexpr const char* kPhotosMime = "application/x-calotype-photos";
QByteArray photosToMime(const std::vector<catalog::PhotoId>& photos);
QList<qint64> photosFromMime(const QByteArray& bytes);

}  // namespace calotype::ui
