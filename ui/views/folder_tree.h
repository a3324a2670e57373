// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTreeView>

#include "ui/models/folder_model.h"
#include "ui/palette.h"

namespace calotype::ui {

/// The folders of the library: name, count on the right, our own arrows.
class FolderTree final : public QTreeView {
  Q_OBJECT
 public:
  explicit FolderTree(FolderModel& model, QWidget* parent = nullptr);

  void setColours(const Palette& palette);
  const Palette& colours() const { return colours_; }

 Q_SIGNALS:
  void chosen(const QModelIndex& index);
  void menuWanted(const QModelIndex& index, const QPoint& globalPosition);

 protected:
  void drawBranches(QPainter* painter, const QRect& rect, const QModelIndex& index) const override;
  void drawRow(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  Palette colours_ = makePalette(false);
};

}  // namespace calotype::ui
