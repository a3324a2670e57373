// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLayout>
#include <QList>

namespace calotype::ui {

/// A layout that wraps like text.
class FlowLayout final : public QLayout {
 public:
  explicit FlowLayout(QWidget* parent, int gap);
  ~FlowLayout() override;
  void addItem(QLayoutItem* item) override;
  int count() const override;
  QLayoutItem* itemAt(int index) const override;
  QLayoutItem* takeAt(int index) override;
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;
  QSize sizeHint() const override { return minimumSize(); }
  QSize minimumSize() const override;
  void setGeometry(const QRect& rect) override;

 private:
  int arrange(const QRect& rect, bool move) const;
  QList<QLayoutItem*> items_;
  int gap_;
};

}  // namespace calotype::ui
