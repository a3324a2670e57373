// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/photo_model.h"

#include <QColor>
#include <algorithm>
#include <memory>
#include <unordered_set>

#include "ui/file_url.h"
#include "ui/models/film_card.h"
#include "ui/views/describe.h"

namespace calotype::ui {

using catalog::PhotoId;

namespace {

constexpr int kCacheKib = 192 * 1024;
constexpr std::size_t kMostFiles = 1000;

}  // namespace

PhotoModel::PhotoModel(CatalogBridge& bridge, QObject* parent)
    : QAbstractListModel(parent), bridge_(bridge), thumbnails_(kCacheKib) {
  connect(&bridge, &CatalogBridge::thumbnailReady, this, &PhotoModel::store);
}

void PhotoModel::setPhotos(std::vector<catalog::PhotoRow> rows) {
  beginResetModel();
  rows_ = std::move(rows);
  films_.clear();
  for (const auto& row : rows_)
    if (row.isFilm()) films_.emplace(row.id, row.aspect);
  endResetModel();
}

int PhotoModel::rowOf(PhotoId id) const {
  const auto found =
      std::find_if(rows_.begin(), rows_.end(), [&](const auto& row) { return row.id == id; });
  return found == rows_.end() ? -1 : int(found - rows_.begin());
}

int PhotoModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : int(rows_.size());
}

QVariant PhotoModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const auto& row = photo(index.row());
  switch (role) {
    case IdRole:
      return qint64(row.id);
    case AspectRole:
      return row.aspect;
    case AverageColorRole:
      return QColor::fromRgb(row.averageRgb);
    case TakenRole:
      return qint64(row.sortMs);
    case Qt::AccessibleTextRole:
      return Words::photoName(row);
    case Qt::DecorationRole: {
      const auto* const known = thumbnails_.object(qint64(row.id));
      return known ? QVariant(known->image) : QVariant();
    }
    default:
      return {};
  }
}

QImage PhotoModel::thumbnail(PhotoId id, int edge) {
  const auto* const known = thumbnails_.object(qint64(id));
  if (!known || known->edge < edge) {
    auto& asked = asked_[id];
    if (asked < edge) {
      asked = edge;
      if (films_.contains(id))
        makeFilmCard(id, edge);
      else
        bridge_.requestThumbnail(id, edge);
    }
  }
  return known ? known->image : QImage();
}

void PhotoModel::makeFilmCard(PhotoId id, int edge) {
  bridge_.details(id, this, [this, id, edge](Result<catalog::PhotoDetails> details) {
    const auto film = films_.find(id);
    if (!details || film == films_.end()) return;
    const auto name = details->files.empty() ? QString() : Words::fileName(details->files.front());
    store(qint64(id), edge,
          filmCard(filmCardSize(double(film->second), edge), name,
                   details->metadata.durationMs.value_or(0) / 1000));
  });
}

void PhotoModel::keepRequests(int first, int last) {
  if (asked_.empty()) return;
  std::unordered_set<PhotoId> kept;
  for (int row = first; row <= last; ++row) kept.insert(photo(row).id);
  for (auto it = asked_.begin(); it != asked_.end();) {
    if (kept.count(it->first) != 0) {
      ++it;
    } else {
      bridge_.cancelThumbnail(it->first);
      it = asked_.erase(it);
    }
  }
}

void PhotoModel::store(qint64 id, int edge, const QImage& image) {
  // A size that was asked for later may still be on its way.
  if (const auto asked = asked_.find(PhotoId(id)); asked != asked_.end() && asked->second <= edge)
    asked_.erase(asked);
  const auto* const known = thumbnails_.object(id);
  if (known && known->edge >= edge) return;
  auto entry = std::make_unique<Thumbnail>(Thumbnail{image, edge});
  const auto cost = std::max<qsizetype>(1, image.sizeInBytes() / 1024);
  thumbnails_.insert(id, entry.release(), cost);
  Q_EMIT thumbnailChanged(id);
}

void PhotoModel::filesOf(std::vector<catalog::PhotoId> photos, QObject* context,
                         std::function<void(const QList<QUrl>&)> reply) {
  if (photos.size() > kMostFiles) photos.resize(kMostFiles);
  using Files = std::vector<fs::path>;
  bridge_.call<Files>(
      context,
      [photos = std::move(photos)](catalog::Catalog& catalog) -> Result<Files> {
        Files files;
        for (const auto photo : photos) {
          CALOTYPE_TRY(const auto details, catalog.detailsNow(photo));
          if (!details.files.empty()) files.push_back(details.files.front());
        }
        return files;
      },
      [reply = std::move(reply)](Result<Files> files) {
        QList<QUrl> urls;
        if (files)
          for (const auto& file : *files) urls << fileUrl(file);
        reply(urls);
      });
}

}  // namespace calotype::ui
