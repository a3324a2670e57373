// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/folder_tree.h"

#include <QContextMenuEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include "ui/icons.h"
#include "ui/tokens.h"
#include "ui/views/describe.h"
#include "ui/views/nav_button.h"

namespace calotype::ui {

namespace {

constexpr int kIndent = 16;

class FolderDelegate final : public QStyledItemDelegate {
 public:
  explicit FolderDelegate(FolderTree* tree) : QStyledItemDelegate(tree), tree_(tree) {}

  QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
    return {80, NavButton::kHeight - 2};
  }

  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override {
    const auto& colours = tree_->colours();
    painter->save();
    const int icon = 18;
    const auto ratio = painter->device()->devicePixelRatioF();
    painter->drawPixmap(option.rect.left() + 2,
                        option.rect.top() + (option.rect.height() - icon) / 2,
                        iconPixmap(QStringLiteral("folder"), colours.secondary, icon, ratio));
    QRect room = option.rect.adjusted(icon + tokens::kSpace2, 0, -tokens::kSpace2, 0);
    QFont small = option.font;
    small.setPointSizeF(small.pointSizeF() * tokens::kSecondarySize);
    const auto count = Words::count(index.data(FolderModel::CountRole).toLongLong());
    painter->setFont(small);
    painter->setPen(colours.secondary);
    painter->drawText(room, Qt::AlignRight | Qt::AlignVCenter, count);
    room.setRight(room.right() - painter->fontMetrics().horizontalAdvance(count) - tokens::kSpace2);
    painter->setFont(option.font);
    painter->setPen(colours.text);
    const auto name = index.data(Qt::DisplayRole).toString();
    painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(name, Qt::ElideMiddle, room.width()));
    painter->restore();
  }

 private:
  FolderTree* tree_;
};

}  // namespace

FolderTree::FolderTree(FolderModel& model, QWidget* parent) : QTreeView(parent) {
  setModel(&model);
  setItemDelegate(new FolderDelegate(this));
  setHeaderHidden(true);
  setFrameShape(QFrame::NoFrame);
  setIndentation(kIndent);
  setUniformRowHeights(true);
  setExpandsOnDoubleClick(true);
  setAnimated(false);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setAccessibleName(tr("Folders"));
  viewport()->setAutoFillBackground(false);
  setMouseTracking(true);
  connect(this, &QTreeView::clicked, this, &FolderTree::chosen);
  connect(this, &QTreeView::activated, this, &FolderTree::chosen);
}

void FolderTree::setColours(const Palette& palette) {
  colours_ = palette;
  viewport()->update();
}

void FolderTree::drawRow(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const {
  const bool chosen = selectionModel()->isSelected(index);
  const bool hovered =
      option.rect.contains(viewport()->mapFromGlobal(QCursor::pos())) && viewport()->underMouse();
  const bool focused = hasFocus() && index == currentIndex();
  if (chosen || hovered || focused) {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(focused ? QPen(colours_.accent, 1) : QPen(Qt::NoPen));
    painter->setBrush(chosen    ? colours_.pressed
                      : hovered ? colours_.hover
                                : QColor(Qt::transparent));
    QRectF ground(0, option.rect.top(), viewport()->width(), option.rect.height());
    painter->drawRoundedRect(ground.adjusted(0.5, 0.5, -0.5, -0.5), tokens::kControlRadius,
                             tokens::kControlRadius);
    painter->restore();
  }
  auto plain = option;
  plain.state &= ~(QStyle::State_Selected | QStyle::State_MouseOver | QStyle::State_HasFocus);
  const auto left = columnViewportPosition(0);
  const int depth = [&] {
    int levels = 1;
    for (auto above = index.parent(); above.isValid(); above = above.parent()) ++levels;
    return levels;
  }();
  QRect branches(left, option.rect.top(), depth * kIndent, option.rect.height());
  drawBranches(painter, branches, index);
  plain.rect = QRect(left + depth * kIndent, option.rect.top(),
                     viewport()->width() - left - depth * kIndent, option.rect.height());
  itemDelegate()->paint(painter, plain, index);
}

void FolderTree::drawBranches(QPainter* painter, const QRect& rect,
                              const QModelIndex& index) const {
  if (!model()->hasChildren(index)) return;
  const auto name =
      isExpanded(index) ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right");
  painter->drawPixmap(
      rect.right() - kIndent + 1, rect.top() + (rect.height() - kIndent) / 2,
      iconPixmap(name, colours_.secondary, kIndent, painter->device()->devicePixelRatioF()));
}

void FolderTree::contextMenuEvent(QContextMenuEvent* event) {
  const auto index =
      event->reason() == QContextMenuEvent::Keyboard ? currentIndex() : indexAt(event->pos());
  if (index.isValid()) Q_EMIT menuWanted(index, event->globalPos());
}

}  // namespace calotype::ui
