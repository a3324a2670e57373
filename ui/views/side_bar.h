// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/models/place_model.h"
#include "ui/palette.h"

namespace calotype::ui {

class PlaceTree;

/// Where one can go: the library, its folders, albums and tags, what is proposed, what could not be
/// read, and the trash.
class SideBar final : public QWidget {
  Q_OBJECT
 public:
  explicit SideBar(QWidget* parent = nullptr);

  void setColours(const Palette& palette);
  void setPlaces(const Places& places);
  void setPlace(const PlaceKey& place);
  PlaceModel& places() { return places_; }
  PlaceTree& tree() { return *tree_; }
  /// Begins to rename an album or tag in place.
  void rename(const PlaceKey& place);

 Q_SIGNALS:
  void placeChosen(const calotype::ui::PlaceKey& place);
  void addWanted(calotype::ui::PlaceKey::Kind heading);
  void rescanWanted(const calotype::fs::path& folder);
  void excludeWanted(const calotype::fs::path& folder);
  void removeWanted(const calotype::ui::PlaceKey& place);
  void renameWanted(const calotype::ui::PlaceKey& place, const QString& name);
  void mergeWanted(const calotype::ui::PlaceKey& place);
  void tagWanted(const calotype::ui::PlaceKey& place);
  void photosDropped(const calotype::ui::PlaceKey& place, const QList<qint64>& photos);

 private:
  void showMenu(const QModelIndex& index, const QPoint& at);
  void mark();

  PlaceModel places_;
  PlaceKey place_;
  PlaceTree* tree_ = nullptr;
};

}  // namespace calotype::ui
