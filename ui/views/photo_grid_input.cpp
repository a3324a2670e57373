// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAccessible>
#include <QApplication>
#include <QContextMenuEvent>
#include <QDrag>
#include <QKeyEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QScrollBar>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/delegates/photo_cell.h"
#include "ui/models/place_model.h"
#include "ui/tokens.h"
#include "ui/views/photo_grid.h"

namespace calotype::ui {

using catalog::PhotoId;

namespace {

constexpr double kSizeStep = 1.12;  // of the row height, by one notch of the wheel

}  // namespace

int PhotoGrid::currentRow() const {
  return currentRow_;
}

std::vector<PhotoId> PhotoGrid::selection() const {
  std::vector<PhotoId> ids;
  for (const auto& row : model_.photos())
    if (isSelected(row.id)) ids.push_back(row.id);
  return ids;
}

void PhotoGrid::setCurrent(int row) {
  currentRow_ = row;
  current_.reset();
  if (row >= 0) current_ = model_.photo(row).id;
  announceCurrent();
  viewport()->update();
  Q_EMIT currentChanged(row);
}

void PhotoGrid::announceCurrent() {
  if (!QAccessible::isActive() || currentRow_ < 0 || !hasFocus()) return;
  QAccessibleEvent event(this, QAccessible::Focus);
  event.setChild(currentRow_);
  QAccessible::updateAccessibility(&event);
}

void PhotoGrid::setCurrentRow(int row, bool select) {
  if (row < 0 || row >= layout_.count()) return;
  if (select) selectRange(row, row, false);
  rangeRow_ = row;
  rangeStart_ = model_.photo(row).id;
  setCurrent(row);
  ensureVisible(row);
}

void PhotoGrid::selectRange(int from, int to, bool add) {
  if (!add) selected_.clear();
  for (int row = std::min(from, to); row <= std::max(from, to); ++row)
    selected_.insert(model_.photo(row).id);
  viewport()->update();
  Q_EMIT selectionChanged();
}

void PhotoGrid::selectAll() {
  if (layout_.count() > 0) selectRange(0, layout_.count() - 1, false);
}

void PhotoGrid::select(const std::vector<int>& rows) {
  selected_.clear();
  for (const int row : rows) selected_.insert(model_.photo(row).id);
  viewport()->update();
  Q_EMIT selectionChanged();
}

void PhotoGrid::clearSelection() {
  viewport()->update();
  if (selected_.empty()) return;
  selected_.clear();
  Q_EMIT selectionChanged();
}

void PhotoGrid::moveTo(int row, Qt::KeyboardModifiers modifiers) {
  if (row < 0 || row >= layout_.count()) return;
  if (modifiers & Qt::ShiftModifier) {
    if (rangeRow_ < 0) rangeRow_ = row;
    selectRange(rangeRow_, row, false);
    setCurrent(row);
    ensureVisible(row);
  } else if (modifiers & Qt::ControlModifier) {
    setCurrent(row);
    ensureVisible(row);
  } else {
    setCurrentRow(row, true);
  }
}

/// The photo a key leads to from `from`, as the eye would go.
int PhotoGrid::rowFor(int key, int from) {
  const int last = layout_.count() - 1;
  if (key == Qt::Key_Home) return 0;
  if (key == Qt::Key_End) return last;
  if (from < 0) return visibleRows().first;
  if (key == Qt::Key_Left) return std::max(0, from - 1);
  if (key == Qt::Key_Right) return std::min(last, from + 1);
  const int lines = int(layout_.rows().size());
  const int line = layout_.rowOf(from);
  const auto cell = layout_.cell(from);
  if (!wishedX_) wishedX_ = cell.left + cell.width / 2;
  const bool page = key == Qt::Key_PageUp || key == Qt::Key_PageDown;
  const int step =
      page ? std::max(1, viewport()->height() / (rowHeight_ + tokens::kGridGap) - 1) : 1;
  const bool up = key == Qt::Key_Up || key == Qt::Key_PageUp;
  const int target = std::clamp(up ? line - step : line + step, 0, lines - 1);
  return target == line ? from : layout_.nearestInRow(target, *wishedX_);
}

void PhotoGrid::keyPressEvent(QKeyEvent* event) {
  const int key = event->key();
  const bool sideways =
      key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Home || key == Qt::Key_End;
  const bool upright =
      key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_PageUp || key == Qt::Key_PageDown;
  if (layout_.count() > 0 && (sideways || upright)) {
    if (sideways) wishedX_.reset();
    moveTo(rowFor(key, currentRow_), event->modifiers());
  } else if (event->matches(QKeySequence::SelectAll)) {
    selectAll();
  } else if (key == Qt::Key_Space && currentRow_ >= 0) {
    const auto id = model_.photo(currentRow_).id;
    if (selected_.erase(id) == 0) selected_.insert(id);
    viewport()->update();
    Q_EMIT selectionChanged();
  } else if ((key == Qt::Key_Return || key == Qt::Key_Enter) && currentRow_ >= 0) {
    Q_EMIT activated(currentRow_);
  } else if (key == Qt::Key_Escape && !selected_.empty()) {
    clearSelection();
  } else {
    event->ignore();
  }
}

void PhotoGrid::focusInEvent(QFocusEvent* event) {
  // By a key one lands on a photo, so that arrows and Return have somewhere to start from.
  const bool byKey = event->reason() == Qt::TabFocusReason ||
                     event->reason() == Qt::BacktabFocusReason ||
                     event->reason() == Qt::ShortcutFocusReason;
  if (byKey && currentRow_ < 0 && layout_.count() > 0) setCurrentRow(visibleRows().first, false);
  QAbstractScrollArea::focusInEvent(event);
  viewport()->update();
}

void PhotoGrid::mousePressEvent(QMouseEvent* event) {
  const auto point = event->position().toPoint();
  const int row = rowAt(point);
  const auto modifiers = event->modifiers();
  wishedX_.reset();
  if (event->button() == Qt::RightButton) {
    if (row >= 0 && !isSelected(model_.photo(row).id)) setCurrentRow(row, true);
    return;
  }
  if (event->button() != Qt::LeftButton) return;
  if (row < 0) {
    beforeBand_ = modifiers & Qt::ControlModifier ? selected_ : decltype(selected_){};
    bandStart_ = point + QPoint(0, verticalScrollBar()->value());
    bandEnd_ = *bandStart_;
    if (beforeBand_.empty()) clearSelection();
    return;
  }
  const bool onCheck = checkRect(cellRect(row)).contains(point);
  if ((modifiers & Qt::ShiftModifier) && rangeRow_ >= 0) {
    selectRange(rangeRow_, row, bool(modifiers & Qt::ControlModifier));
    setCurrent(row);
  } else if ((modifiers & Qt::ControlModifier) || onCheck) {
    const auto id = model_.photo(row).id;
    if (selected_.erase(id) == 0) selected_.insert(id);
    rangeRow_ = row;
    rangeStart_ = id;
    setCurrent(row);
    Q_EMIT selectionChanged();
  } else if (isSelected(model_.photo(row).id) && selected_.size() > 1) {
    // It may become the drag of all of them; if not, this one is meant.
    pressed_ = point;
    chooseOnRelease_ = true;
    setCurrent(row);
  } else {
    setCurrentRow(row, true);
    pressed_ = point;
  }
}

void PhotoGrid::startDrag() {
  pressed_.reset();
  chooseOnRelease_ = false;
  const auto photos = selection();
  if (!dragged_ || photos.empty()) return;
  // Other programs take files, so these are looked up first; meanwhile the button may be let go.
  model_.filesOf(photos, this, [this, photos](const QList<QUrl>& files) {
    if (QApplication::mouseButtons() & Qt::LeftButton) drag(photos, files);
  });
}

void PhotoGrid::drag(const std::vector<catalog::PhotoId>& photos, const QList<QUrl>& files) {
  auto* const drag = new QDrag(this);
  auto* const mime = new QMimeData;
  mime->setData(QLatin1String(kPhotosMime), photosToMime(photos));
  mime->setUrls(files);
  drag->setMimeData(mime);
  const auto image = currentRow_ >= 0
                         ? model_.thumbnail(model_.photo(currentRow_).id, PhotoModel::kSmallEdge)
                         : QImage();
  if (!image.isNull())
    drag->setPixmap(
        QPixmap::fromImage(image.scaled(96, 96, Qt::KeepAspectRatio, Qt::SmoothTransformation)));
  drag->exec(Qt::CopyAction);
}

void PhotoGrid::selectUnderBand(bool add) {
  const auto band = QRect(*bandStart_, bandEnd_).normalized();
  selected_ = add ? beforeBand_ : decltype(selected_){};
  const auto [first, last] = layout_.photosBetween(band.top(), band.bottom() + 1);
  for (int row = first; row <= last; ++row) {
    const auto cell = layout_.cell(row);
    if (band.intersects(QRect(cell.left, int(cell.top), cell.width, cell.height)))
      selected_.insert(model_.photo(row).id);
  }
  Q_EMIT selectionChanged();
}

void PhotoGrid::mouseMoveEvent(QMouseEvent* event) {
  const auto point = event->position().toPoint();
  if (bandStart_) {
    // Dragging beyond an edge scrolls on.
    auto* const bar = verticalScrollBar();
    if (point.y() < 0) bar->setValue(bar->value() + point.y());
    if (point.y() > viewport()->height())
      bar->setValue(bar->value() + point.y() - viewport()->height());
    bandEnd_ = point + QPoint(0, bar->value());
    selectUnderBand(true);
    viewport()->update();
    return;
  }
  if (pressed_ && (event->buttons() & Qt::LeftButton) != 0 &&
      (point - *pressed_).manhattanLength() >= QApplication::startDragDistance())
    return startDrag();
  const int row = rowAt(point);
  if (row == hoverRow_) return;
  hoverRow_ = row;
  viewport()->update();
}

void PhotoGrid::mouseReleaseEvent(QMouseEvent*) {
  pressed_.reset();
  if (std::exchange(chooseOnRelease_, false) && currentRow_ >= 0) setCurrentRow(currentRow_, true);
  if (!bandStart_) return;
  bandStart_.reset();
  beforeBand_.clear();
  viewport()->update();
}

void PhotoGrid::mouseDoubleClickEvent(QMouseEvent* event) {
  const int row = rowAt(event->position().toPoint());
  if (event->button() == Qt::LeftButton && row >= 0) Q_EMIT activated(row);
}

bool PhotoGrid::viewportEvent(QEvent* event) {
  if (event->type() == QEvent::Leave && hoverRow_ >= 0) {
    hoverRow_ = -1;
    viewport()->update();
  }
  return QAbstractScrollArea::viewportEvent(event);
}

void PhotoGrid::wheelEvent(QWheelEvent* event) {
  if (!(event->modifiers() & Qt::ControlModifier)) {
    QAbstractScrollArea::wheelEvent(event);
    return;
  }
  const double notches = event->angleDelta().y() / 120.0;
  const double height = rowHeight_ * std::pow(kSizeStep, notches);
  // A step smaller than a pixel still has to lead somewhere.
  const int stepped = notches > 0 ? int(std::ceil(height)) : int(std::floor(height));
  setRowHeight(stepped, event->position().toPoint());
  event->accept();
}

void PhotoGrid::contextMenuEvent(QContextMenuEvent* event) {
  if (event->reason() == QContextMenuEvent::Keyboard && currentRow_ >= 0) {
    Q_EMIT menuWanted(viewport()->mapToGlobal(cellRect(currentRow_).center()));
  } else if (rowAt(event->pos()) >= 0) {
    Q_EMIT menuWanted(event->globalPos());
  }
}

}  // namespace calotype::ui
