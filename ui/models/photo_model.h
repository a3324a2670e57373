// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QCache>
#include <QImage>
#include <QList>
#include <QUrl>
#include <functional>
#include <unordered_map>
#include <vector>

#include "ui/bridge/catalog_bridge.h"

namespace calotype::ui {

/// The photos of a page, in order. Holds what the catalog's rows say; thumbnails come later, by
/// thumbnailReady. Lives on the GUI thread and touches neither database nor file.
class PhotoModel final : public QAbstractListModel {
  Q_OBJECT
 public:
  enum Role { IdRole = Qt::UserRole + 1, AspectRole, AverageColorRole, TakenRole };
  static constexpr int kSmallEdge = 256, kLargeEdge = 512;  // of the catalog's thumbnails

  explicit PhotoModel(CatalogBridge& bridge, QObject* parent = nullptr);

  /// Replaces the rows. Thumbnails are kept by photo, and views keep selection and place by photo.
  void setPhotos(std::vector<catalog::PhotoRow> rows);
  const std::vector<catalog::PhotoRow>& photos() const { return rows_; }
  const catalog::PhotoRow& photo(int row) const { return rows_[std::size_t(row)]; }
  /// -1 when the photo is not among them. Looks at every row: not for painting.
  int rowOf(catalog::PhotoId id) const;

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;

  /// Addresses of the photos' files, of those that have one; the first 1000.
  void filesOf(std::vector<catalog::PhotoId> photos, QObject* context,
               std::function<void(const QList<QUrl>&)> reply);

  int requestsUnderWay() const { return int(asked_.size()); }
  /// The best thumbnail at hand; null when there is none yet. Asks for one of `edge` pixels when
  /// there is none of that size.
  QImage thumbnail(catalog::PhotoId id, int edge);
  /// Gives up what was asked for and does not stand in the rows [first, last] any more.
  void keepRequests(int first, int last);

  void setCacheKib(int kib) { thumbnails_.setMaxCost(kib); }

 Q_SIGNALS:
  void thumbnailChanged(qint64 id);  // a PhotoId's value

 private:
  struct Thumbnail {
    QImage image;
    int edge = 0;  // that was asked for; the image may be smaller
  };

  void store(qint64 id, int edge, const QImage& image);
  void makeFilmCard(catalog::PhotoId id, int edge);

  CatalogBridge& bridge_;
  std::vector<catalog::PhotoRow> rows_;
  QCache<qint64, Thumbnail> thumbnails_;               // cost in KiB
  std::unordered_map<catalog::PhotoId, int> asked_;    // edge under way
  std::unordered_map<catalog::PhotoId, float> films_;  // aspects of those among the rows
};

}  // namespace calotype::ui
