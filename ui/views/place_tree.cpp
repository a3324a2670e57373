// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/place_tree.h"

#include <QContextMenuEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QStyledItemDelegate>
#include <algorithm>

#include "ui/icons.h"
#include "ui/tokens.h"
#include "ui/views/describe.h"

namespace calotype::ui {

namespace {

constexpr int kMostOpen = 15;  // rows; longer lists push the rest of the side bar out of sight
constexpr int kIndent = 16, kRow = 30, kIcon = 18, kAdd = 16;

class PlaceDelegate final : public QStyledItemDelegate {
 public:
  explicit PlaceDelegate(PlaceTree* tree) : QStyledItemDelegate(tree), tree_(tree) {}

  QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
    return {80, kRow};
  }

  void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                            const QModelIndex&) const override {
    editor->setGeometry(option.rect.adjusted(kIcon + tokens::kSpace2, 1, 0, -1));
  }

  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override {
    const auto& colours = tree_->colours();
    painter->save();
    QFont small = option.font;
    small.setPointSizeF(small.pointSizeF() * tokens::kSecondarySize);
    QRect room = option.rect.adjusted(0, 0, -tokens::kSpace2, 0);
    const auto name = index.data(Qt::DisplayRole).toString();
    const auto ratio = painter->device()->devicePixelRatioF();
    if (index.data(PlaceModel::IsHeadingRole).toBool()) {
      painter->setFont(small);
      painter->setPen(colours.secondary);
      painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter, name);
      const int after = room.left() + painter->fontMetrics().horizontalAdvance(name);
      if (index.model()->hasChildren(index))
        painter->drawPixmap(after + 2, room.top() + (room.height() - kIcon) / 2,
                            iconPixmap(tree_->isExpanded(index) ? QStringLiteral("chevron-down")
                                                                : QStringLiteral("chevron-right"),
                                       colours.secondary, kIcon, ratio));
      painter->drawPixmap(room.right() - kAdd, room.top() + (room.height() - kAdd) / 2,
                          iconPixmap(QStringLiteral("add"), colours.secondary, kAdd, ratio));
      return painter->restore();
    }
    painter->drawPixmap(
        room.left() + 2, room.top() + (room.height() - kIcon) / 2,
        iconPixmap(index.data(PlaceModel::IconRole).toString(), colours.secondary, kIcon, ratio));
    room.adjust(kIcon + tokens::kSpace2 + 2, 0, 0, 0);
    const auto number = index.data(PlaceModel::CountRole).toLongLong();
    const auto kind = PlaceKey::Kind(index.data(PlaceModel::KindRole).toInt());
    const bool counted = number > 0 || kind == PlaceKey::Kind::Album;
    const auto count =
        counted && kind != PlaceKey::Kind::SavedSearch ? Words::count(number) : QString();
    painter->setFont(small);
    painter->setPen(colours.secondary);
    painter->drawText(room, Qt::AlignRight | Qt::AlignVCenter, count);
    room.setRight(room.right() - painter->fontMetrics().horizontalAdvance(count) - tokens::kSpace2);
    painter->setFont(option.font);
    painter->setPen(colours.text);
    painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(name, Qt::ElideMiddle, room.width()));
    painter->restore();
  }

 private:
  PlaceTree* tree_;
};

}  // namespace

PlaceTree::PlaceTree(PlaceModel& model, QWidget* parent) : QTreeView(parent), places_(model) {
  setModel(&model);
  setItemDelegate(new PlaceDelegate(this));
  setHeaderHidden(true);
  setFrameShape(QFrame::NoFrame);
  setIndentation(kIndent);
  setUniformRowHeights(true);
  setExpandsOnDoubleClick(false);
  setAnimated(false);
  setEditTriggers(QAbstractItemView::EditKeyPressed);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setAccessibleName(tr("Places"));
  viewport()->setAutoFillBackground(false);
  setMouseTracking(true);
  setAcceptDrops(true);
  setDragDropMode(QAbstractItemView::DropOnly);
  setDropIndicatorShown(true);
  connect(this, &QTreeView::clicked, this, &PlaceTree::chosen);
  connect(this, &QTreeView::activated, this, &PlaceTree::chosen);
  connect(this, &QTreeView::expanded, this,
          [this](const QModelIndex& index) { noteToggled(index, true); });
  connect(this, &QTreeView::collapsed, this,
          [this](const QModelIndex& index) { noteToggled(index, false); });
  connect(&model, &QAbstractItemModel::modelAboutToBeReset, this, &PlaceTree::keepUnfolded);
  connect(&model, &QAbstractItemModel::modelReset, this, &PlaceTree::unfoldAgain);
  unfoldAgain();
}

void PlaceTree::setColours(const Palette& palette) {
  colours_ = palette;
  viewport()->update();
}

void PlaceTree::keepUnfolded() {
  folded_.clear();
  unfolded_.clear();
  current_ = places_.keyAt(currentIndex());
  std::vector<QModelIndex> open{QModelIndex()};
  while (!open.empty()) {
    const auto parent = open.back();
    open.pop_back();
    for (int row = 0; row < places_.rowCount(parent); ++row) {
      const auto index = places_.index(row, 0, parent);
      if (places_.rowCount(index) == 0) continue;
      (isExpanded(index) ? unfolded_ : folded_).push_back(places_.keyAt(index));
      open.push_back(index);
    }
  }
}

void PlaceTree::setHeadingOpen(PlaceKey::Kind heading, bool open) {
  headings_[heading] = open;
}

void PlaceTree::noteToggled(const QModelIndex& index, bool open) {
  if (restoring_ || !index.data(PlaceModel::IsHeadingRole).toBool()) return;
  headings_[places_.keyAt(index).kind] = open;
  Q_EMIT headingToggled(places_.keyAt(index).kind, open);
}

/// Headings stand open unless they are long, and a single root shows what is in it; else as it was.
void PlaceTree::unfoldAgain() {
  const QScopedValueRollback restoring(restoring_, true);
  const auto has = [](const std::vector<PlaceKey>& keys, const PlaceKey& key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
  };
  for (int row = 0; row < places_.rowCount(); ++row) {
    const auto index = places_.index(row, 0);
    if (!index.data(PlaceModel::IsHeadingRole).toBool()) continue;
    const auto said = headings_.find(places_.keyAt(index).kind);
    setExpanded(index,
                said != headings_.end() ? said->second : places_.rowCount(index) <= kMostOpen);
    if (places_.keyAt(index).kind == PlaceKey::Kind::Folders && places_.rowCount(index) == 1 &&
        !has(folded_, places_.keyAt(places_.index(0, 0, index))))
      expand(places_.index(0, 0, index));
  }
  for (const auto& key : unfolded_) {
    const auto index = places_.indexOf(key);
    if (index.isValid() && !index.data(PlaceModel::IsHeadingRole).toBool()) expand(index);
  }
}

QRect PlaceTree::addRect(const QModelIndex& heading) const {
  const auto row = visualRect(heading);
  return {viewport()->width() - kAdd - 2 * tokens::kSpace2, row.top(), kAdd + 2 * tokens::kSpace2,
          row.height()};
}

void PlaceTree::mousePressEvent(QMouseEvent* event) {
  const auto index = indexAt(event->pos());
  if (event->button() == Qt::LeftButton && index.data(PlaceModel::IsHeadingRole).toBool()) {
    if (addRect(index).contains(event->pos()))
      Q_EMIT addWanted(index);
    else
      setExpanded(index, !isExpanded(index));
    return;
  }
  QTreeView::mousePressEvent(event);
}

void PlaceTree::keyPressEvent(QKeyEvent* event) {
  const auto index = currentIndex();
  const bool heading = index.data(PlaceModel::IsHeadingRole).toBool();
  if (heading && (event->key() == Qt::Key_Insert || event->key() == Qt::Key_Plus)) {
    Q_EMIT addWanted(index);
  } else if (heading && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Space)) {
    setExpanded(index, !isExpanded(index));
  } else if (event->key() == Qt::Key_Delete && index.isValid()) {
    Q_EMIT removeWanted(index);
  } else {
    QTreeView::keyPressEvent(event);
  }
}

void PlaceTree::drawRow(QPainter* painter, const QStyleOptionViewItem& option,
                        const QModelIndex& index) const {
  const bool heading = index.data(PlaceModel::IsHeadingRole).toBool();
  const bool chosen = selectionModel()->isSelected(index) && !heading;
  const bool hovered = !heading && viewport()->underMouse() &&
                       option.rect.contains(viewport()->mapFromGlobal(QCursor::pos()));
  const bool focused = hasFocus() && index == currentIndex();
  const bool target = state() == QAbstractItemView::DraggingState && hovered;
  if (chosen || hovered || focused) {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(focused || target ? QPen(colours_.accent, 1) : QPen(Qt::NoPen));
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
  int depth = 0;
  for (auto above = index.parent(); above.isValid(); above = above.parent()) ++depth;
  // Headings and what stands beside them begin at the edge; a heading's arrow stands behind its
  // name.
  const int left = depth == 0 ? tokens::kSpace1 : depth * kIndent;
  if (depth > 0)
    drawBranches(painter, QRect(left - kIndent, option.rect.top(), kIndent, option.rect.height()),
                 index);
  plain.rect = QRect(left, option.rect.top(), viewport()->width() - left, option.rect.height());
  itemDelegate()->paint(painter, plain, index);
}

void PlaceTree::drawBranches(QPainter* painter, const QRect& rect, const QModelIndex& index) const {
  if (!model()->hasChildren(index)) return;
  const auto name =
      isExpanded(index) ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right");
  painter->drawPixmap(
      rect.left(), rect.top() + (rect.height() - kIndent) / 2,
      iconPixmap(name, colours_.secondary, kIndent, painter->device()->devicePixelRatioF()));
}

void PlaceTree::contextMenuEvent(QContextMenuEvent* event) {
  const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
  const auto index = byKey ? currentIndex() : indexAt(event->pos());
  if (!index.isValid()) return;
  Q_EMIT menuWanted(
      index, byKey ? viewport()->mapToGlobal(visualRect(index).center()) : event->globalPos());
}

}  // namespace calotype::ui
