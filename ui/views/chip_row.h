// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "catalog/search/advice.h"
#include "catalog/search/query.h"
#include "ui/palette.h"
#include "ui/views/pill.h"

class QLabel;
class QPen;

namespace calotype::ui {

/// A pill with a text and, at its end, a cross.
class CrossedPill : public Pill {
  Q_OBJECT
 public:
  QSize sizeHint() const override;

 protected:
  using Pill::Pill;
  int crossRoom() const override;
  void paint(const QPen& edge, const QColor& ground, const QColor& text);
};

/// One piece of a query: a click edits it, its cross or Delete takes it away.
class ChipButton final : public CrossedPill {
  Q_OBJECT
 public:
  ChipButton(const QString& text, bool faulty, bool negated, const Palette& palette,
             QWidget* parent);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const bool faulty_, negated_;
};

/// A better way to ask, for the taking: Delete or its cross sends it away.
class AdviceButton final : public CrossedPill {
  Q_OBJECT
 public:
  AdviceButton(const catalog::Advice& advice, const Palette& palette, QWidget* parent);

 protected:
  void paintEvent(QPaintEvent* event) override;
};

/// What was understood of a query, as chips, behind them what could be asked better, and beneath
/// what was not understood.
class ChipRow final : public QWidget {
  Q_OBJECT
 public:
  explicit ChipRow(QWidget* parent = nullptr);

  void setColours(const Palette& palette);
  /// Words alone need no chip. faults: those of the query, and those found when it was asked.
  void setQuery(const QString& text, const std::vector<catalog::QueryFault>& faults);
  void setCoverage(const QString& text);
  /// On the query that stands here. What was sent away does not come back before another query.
  void setAdvice(std::vector<catalog::Advice> advice);

 Q_SIGNALS:
  void editWanted(int begin, int end);  // characters of the text
  void textWanted(const QString& text);

 private:
  void build();
  void addChips(const std::string& utf8, const catalog::Query& query);
  void addAdvice(const std::string& utf8);

  Palette colours_ = makePalette(false);
  QString text_;
  std::vector<catalog::QueryFault> faults_;
  std::vector<catalog::Advice> advice_, sentAway_;
  QWidget* chips_ = nullptr;
  QLabel *reasons_ = nullptr, *language_ = nullptr;
  QLabel* coverage_ = nullptr;
};

}  // namespace calotype::ui
