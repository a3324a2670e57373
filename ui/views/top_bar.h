// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "catalog/search/query.h"
#include "ui/palette.h"

class QLabel;
class QMenu;
class QSlider;
class QToolButton;

namespace calotype::ui {

class SearchField;

/// The search field between the switches of the side bar and the panel, and the size of the photos.
class TopBar final : public QWidget {
  Q_OBJECT
 public:
  explicit TopBar(QWidget* parent = nullptr);

  void setColours(const Palette& palette);
  SearchField& search() { return *search_; }
  void setMenu(QMenu* menu);
  void setRowHeight(int height);
  void setSwitches(bool sideBar, bool panel);
  /// What the photos are ordered by just now.
  void setOrder(catalog::Order order, bool reversed, bool relevance);

 Q_SIGNALS:
  void sideBarToggled();
  void panelToggled();
  void rowHeightWanted(int height);
  void orderWanted(calotype::catalog::Order order, bool reversed);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  QToolButton* addButton(const QString& name, const QString& tip);

  SearchField* search_ = nullptr;
  QSlider* size_ = nullptr;
  QLabel *small_ = nullptr, *large_ = nullptr;
  QToolButton *sideBar_ = nullptr, *panel_ = nullptr, *menu_ = nullptr, *sort_ = nullptr;
  QMenu* orders_ = nullptr;
};

}  // namespace calotype::ui
