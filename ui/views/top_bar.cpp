// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/top_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSlider>
#include <QToolButton>

#include "ui/icons.h"
#include "ui/tokens.h"
#include "ui/views/search_field.h"

namespace calotype::ui {

namespace {

constexpr int kSearchWidth = 640, kSliderWidth = 112, kSliderNeedsWidth = 560;

}  // namespace

TopBar::TopBar(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("topBar"));
  setAttribute(Qt::WA_StyledBackground);
  setFixedHeight(tokens::kTopBarHeight);
  auto* const layout = new QHBoxLayout(this);
  layout->setContentsMargins(tokens::kSpace3, 0, tokens::kSpace3, 0);
  layout->setSpacing(tokens::kSpace2);
  sideBar_ = addButton(tr("Side bar"), tr("Show or hide the side bar (F9)"));
  sideBar_->setCheckable(true);
  layout->addWidget(sideBar_);
  search_ = new SearchField(this);
  search_->setMaximumWidth(kSearchWidth);
  layout->addWidget(search_, 100);
  layout->addStretch(1);
  sort_ = addButton(tr("Order"), tr("Order of the photos"));
  sort_->setPopupMode(QToolButton::InstantPopup);
  orders_ = new QMenu(sort_);
  orders_->setAccessibleName(tr("Order"));
  sort_->setMenu(orders_);
  layout->addWidget(sort_);
  small_ = new QLabel(this);
  size_ = new QSlider(Qt::Horizontal, this);
  size_->setRange(tokens::kSmallestRow, tokens::kLargestRow);
  size_->setPageStep(32);
  size_->setFixedWidth(kSliderWidth);
  size_->setAccessibleName(tr("Size of the photos"));
  size_->setToolTip(tr("Size of the photos (Ctrl+wheel)"));
  large_ = new QLabel(this);
  layout->addWidget(small_);
  layout->addWidget(size_);
  layout->addWidget(large_);
  layout->addSpacing(tokens::kSpace1);
  panel_ = addButton(tr("Facts about the photo"), tr("Show or hide the facts about a photo (F4)"));
  panel_->setCheckable(true);
  layout->addWidget(panel_);
  menu_ = addButton(tr("Menu"), tr("Menu (F10)"));
  menu_->setPopupMode(QToolButton::InstantPopup);
  menu_->setShortcut(QKeySequence(Qt::Key_F10));
  layout->addWidget(menu_);
  setOrder(catalog::Order::Date, false, false);
  connect(sideBar_, &QToolButton::clicked, this, &TopBar::sideBarToggled);
  connect(panel_, &QToolButton::clicked, this, &TopBar::panelToggled);
  connect(size_, &QSlider::valueChanged, this, &TopBar::rowHeightWanted);
}

QToolButton* TopBar::addButton(const QString& name, const QString& tip) {
  auto* const button = new QToolButton(this);
  button->setAccessibleName(name);
  button->setToolTip(tip);
  button->setIconSize({tokens::kIconSize, tokens::kIconSize});
  button->setFocusPolicy(Qt::TabFocus);
  return button;
}

void TopBar::setColours(const Palette& palette) {
  const auto set = [&](QToolButton* button, const QString& name) {
    button->setIcon(icon(name, palette.text));
  };
  set(sideBar_, QStringLiteral("side-bar"));
  set(panel_, QStringLiteral("info"));
  set(menu_, QStringLiteral("menu"));
  set(sort_, QStringLiteral("sort"));
  const auto ratio = devicePixelRatioF();
  small_->setPixmap(iconPixmap(QStringLiteral("small-photos"), palette.secondary, 16, ratio));
  large_->setPixmap(iconPixmap(QStringLiteral("large-photos"), palette.secondary, 16, ratio));
  search_->setColours(palette);
}

void TopBar::setMenu(QMenu* menu) {
  menu_->setMenu(menu);
}

void TopBar::setOrder(catalog::Order order, bool reversed, bool relevance) {
  using catalog::Order;
  struct Row {
    Order order;
    bool reversed;
    QString text;
  };
  const Row rows[] = {{Order::Relevance, false, tr("Best match first")},
                      {Order::Date, false, tr("Newest first")},
                      {Order::Date, true, tr("Oldest first")},
                      {Order::Name, false, tr("By file name")},
                      {Order::Rating, false, tr("Best rated first")}};
  orders_->clear();
  for (const auto& row : rows) {
    if (row.order == Order::Relevance && !relevance) continue;
    auto* const action = orders_->addAction(row.text);
    action->setCheckable(true);
    action->setChecked(row.order == order && row.reversed == reversed);
    connect(action, &QAction::triggered, this,
            [this, row] { Q_EMIT orderWanted(row.order, row.reversed); });
  }
}

void TopBar::setRowHeight(int height) {
  const bool blocked = size_->blockSignals(true);
  size_->setValue(height);
  size_->blockSignals(blocked);
}

void TopBar::setSwitches(bool sideBar, bool panel) {
  sideBar_->setChecked(sideBar);
  panel_->setChecked(panel);
}

void TopBar::resizeEvent(QResizeEvent*) {
  const bool room = width() >= kSliderNeedsWidth;
  small_->setVisible(room);
  size_->setVisible(room);
  large_->setVisible(room);
}

}  // namespace calotype::ui
