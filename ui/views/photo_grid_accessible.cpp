// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/photo_grid_accessible.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QHash>
#include <QPointer>

#include "ui/views/describe.h"
#include "ui/views/photo_grid.h"

namespace calotype::ui {

namespace {

/// One photo, for as long as the row exists.
class PhotoItem final : public QAccessibleInterface, public QAccessibleActionInterface {
 public:
  PhotoItem(PhotoGrid* grid, int row) : grid_(grid), row_(row) {}

  bool isValid() const override { return grid_ && row_ < grid_->model().rowCount(); }
  QObject* object() const override { return nullptr; }
  QAccessibleInterface* childAt(int, int) const override { return nullptr; }
  QAccessibleInterface* parent() const override {
    return QAccessible::queryAccessibleInterface(grid_);
  }
  QAccessibleInterface* child(int) const override { return nullptr; }
  int childCount() const override { return 0; }
  int indexOfChild(const QAccessibleInterface*) const override { return -1; }
  QAccessible::Role role() const override { return QAccessible::ListItem; }
  void setText(QAccessible::Text, const QString&) override {}

  QString text(QAccessible::Text kind) const override {
    if (!isValid() || kind != QAccessible::Name) return {};
    return Words::photoName(grid_->model().photo(row_));
  }
  QRect rect() const override {
    if (!isValid()) return {};
    const auto cell = grid_->cellRect(row_);
    return {grid_->viewport()->mapToGlobal(cell.topLeft()), cell.size()};
  }
  QAccessible::State state() const override {
    QAccessible::State state;
    if (!isValid()) {
      state.invalid = true;
      return state;
    }
    state.selectable = state.focusable = state.multiSelectable = true;
    state.selected = grid_->isSelected(grid_->model().photo(row_).id);
    state.focused = grid_->currentRow() == row_ && grid_->hasFocus();
    state.offscreen = !grid_->cellRect(row_).intersects(grid_->viewport()->rect());
    return state;
  }

  void* interface_cast(QAccessible::InterfaceType type) override {
    return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this)
                                                : nullptr;
  }
  QStringList actionNames() const override { return {pressAction(), setFocusAction()}; }
  void doAction(const QString& action) override {
    if (!isValid()) return;
    if (action == setFocusAction()) grid_->setCurrentRow(row_, true);
    if (action == pressAction()) Q_EMIT grid_->activated(row_);
  }
  QStringList keyBindingsForAction(const QString&) const override { return {}; }

  int row() const { return row_; }

 private:
  QPointer<PhotoGrid> grid_;
  int row_;
};

class GridItem final : public QAccessibleWidget {
 public:
  explicit GridItem(PhotoGrid* grid) : QAccessibleWidget(grid, QAccessible::List) {
    forget_ = QObject::connect(&grid->model(), &QAbstractItemModel::modelReset, grid,
                               [this] { forget(); });
  }
  ~GridItem() override {
    QObject::disconnect(forget_);
    forget();
  }

  int childCount() const override { return grid()->model().rowCount(); }
  QAccessibleInterface* child(int row) const override {
    if (row < 0 || row >= childCount()) return nullptr;
    if (const auto known = items_.constFind(row); known != items_.constEnd())
      return QAccessible::accessibleInterface(*known);
    const auto id = QAccessible::registerAccessibleInterface(
        std::make_unique<PhotoItem>(grid(), row).release());  // QAccessible owns it now
    items_.insert(row, id);
    return QAccessible::accessibleInterface(id);
  }
  int indexOfChild(const QAccessibleInterface* child) const override {
    const auto* const item = dynamic_cast<const PhotoItem*>(child);
    return item ? item->row() : -1;
  }
  QAccessibleInterface* childAt(int x, int y) const override {
    return child(grid()->rowAt(grid()->viewport()->mapFromGlobal(QPoint(x, y))));
  }
  QAccessibleInterface* focusChild() const override { return child(grid()->currentRow()); }

 private:
  PhotoGrid* grid() const { return static_cast<PhotoGrid*>(widget()); }
  void forget() {
    for (const auto id : std::as_const(items_)) QAccessible::deleteAccessibleInterface(id);
    items_.clear();
  }

  mutable QHash<int, QAccessible::Id> items_;
  QMetaObject::Connection forget_;
};

QAccessibleInterface* makeInterface(const QString&, QObject* object) {
  auto* const grid = qobject_cast<PhotoGrid*>(object);
  return grid ? std::make_unique<GridItem>(grid).release() : nullptr;  // QAccessible takes it
}

}  // namespace

void installGridAccessibility() {
  QAccessible::installFactory(makeInterface);
}

}  // namespace calotype::ui
