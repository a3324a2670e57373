// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <functional>

#include "ui/models/photo_model.h"
#include "ui/palette.h"

class QLabel;
class QStackedWidget;

namespace calotype::ui {

class ChipRow;
class EmptyState;
class PhotoGrid;

/// The grid, what stands in its place when it is empty, and one line about a search above it.
class LibraryPage final : public QWidget {
  Q_OBJECT
 public:
  explicit LibraryPage(PhotoModel& model, QWidget* parent = nullptr);

  void setColours(const Palette& palette);
  PhotoGrid& grid() { return *grid_; }
  ChipRow& chips() { return *chips_; }
  /// Both empty: the line is not there.
  void setNote(const QString& left, const QString& right);
  void showGrid();
  void showEmpty(const QString& iconName, const QString& title, const QString& sentence,
                 const QString& action = {}, std::function<void()> act = {});

 private:
  PhotoGrid* grid_ = nullptr;
  EmptyState* empty_ = nullptr;
  QStackedWidget* stack_ = nullptr;
  ChipRow* chips_ = nullptr;
  QWidget* note_ = nullptr;
  QLabel *left_ = nullptr, *right_ = nullptr;
};

}  // namespace calotype::ui
