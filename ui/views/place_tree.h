// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTreeView>
#include <map>

#include "ui/models/place_model.h"
#include "ui/palette.h"

namespace calotype::ui {

/// The places of the side bar: icon, name, count on the right, our own arrows. Photos can be
/// dropped on albums, tags and the trash; F2 renames in place.
class PlaceTree final : public QTreeView {
  Q_OBJECT
 public:
  explicit PlaceTree(PlaceModel& model, QWidget* parent = nullptr);

  void setColours(const Palette& palette);
  const Palette& colours() const { return colours_; }
  /// A heading (Folders, Albums, Tags) stands open or folded from now on. Until somebody says so,
  /// those with few rows stand open.
  void setHeadingOpen(PlaceKey::Kind heading, bool open);

 Q_SIGNALS:
  void chosen(const QModelIndex& index);
  void addWanted(const QModelIndex& heading);
  void headingToggled(calotype::ui::PlaceKey::Kind heading, bool open);
  void removeWanted(const QModelIndex& index);
  void menuWanted(const QModelIndex& index, const QPoint& globalPosition);

 protected:
  void drawBranches(QPainter* painter, const QRect& rect, const QModelIndex& index) const override;
  void drawRow(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void keepUnfolded();
  void unfoldAgain();
  void noteToggled(const QModelIndex& index, bool open);
  QRect addRect(const QModelIndex& heading) const;

  PlaceModel& places_;
  Palette colours_ = makePalette(false);
  std::vector<PlaceKey> folded_, unfolded_;
  std::map<PlaceKey::Kind, bool> headings_;
  bool restoring_ = false;
  PlaceKey current_;
  bool fresh_ = true;
};

}  // namespace calotype::ui
