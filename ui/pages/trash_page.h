// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "ui/bridge/catalog_bridge.h"
#include "ui/models/photo_model.h"
#include "ui/palette.h"

class QLabel;
class QPushButton;
class QStackedWidget;

namespace calotype::ui {

class EmptyState;
class Organiser;
class PhotoGrid;

/// Photos whose files lie in the desktop's bin, and the way back.
class TrashPage final : public QWidget {
  Q_OBJECT
 public:
  TrashPage(CatalogBridge& bridge, Organiser& organiser, QWidget* parent = nullptr);

  void setColours(const Palette& palette);
  void refresh();
  PhotoGrid& grid() { return *grid_; }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void restoreChosen();
  void restoreAll();

  CatalogBridge& bridge_;
  Organiser& organiser_;
  PhotoModel photos_;
  QStackedWidget* stack_ = nullptr;
  EmptyState* empty_ = nullptr;
  QWidget* list_ = nullptr;
  QLabel *title_ = nullptr, *note_ = nullptr;
  PhotoGrid* grid_ = nullptr;
  QPushButton* restore_ = nullptr;
};

}  // namespace calotype::ui
