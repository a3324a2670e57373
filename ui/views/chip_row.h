// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "catalog/search/query.h"
#include "ui/palette.h"
#include "ui/views/pill.h"

class QLabel;

namespace calotype::ui {

/// One piece of a query: a click edits it, its cross or Delete takes it away.
class ChipButton final : public Pill {
  Q_OBJECT
 public:
  ChipButton(const QString& text, bool faulty, bool negated, const Palette& palette,
             QWidget* parent);
  QSize sizeHint() const override;

 protected:
  int crossRoom() const override;
  void paintEvent(QPaintEvent* event) override;

 private:
  const bool faulty_, negated_;
};

/// What was understood of a query, as chips, and beneath them what was not.
class ChipRow final : public QWidget {
  Q_OBJECT
 public:
  explicit ChipRow(QWidget* parent = nullptr);

  void setColours(const Palette& palette);
  /// Words alone need no chip. faults: those of the query, and those found when it was asked.
  void setQuery(const QString& text, const std::vector<catalog::QueryFault>& faults);
  void setCoverage(const QString& text);

 Q_SIGNALS:
  void editWanted(int begin, int end);  // characters of the text
  void textWanted(const QString& text);

 private:
  void build();

  Palette colours_ = makePalette(false);
  QString text_;
  std::vector<catalog::QueryFault> faults_;
  QWidget* chips_ = nullptr;
  QLabel* reasons_ = nullptr;
  QLabel* coverage_ = nullptr;
};

}  // namespace calotype::ui
