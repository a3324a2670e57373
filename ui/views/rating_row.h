// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <optional>
#include <vector>

#include "ui/palette.h"

class QToolButton;

namespace calotype::ui {

/// Stars, flag and colour of the chosen photos, as buttons. nullopt: the photos differ.
class RatingRow final : public QWidget {
  Q_OBJECT
 public:
  explicit RatingRow(QWidget* parent = nullptr);

  void setColours(const Palette& palette);
  void setValues(std::optional<int> stars, std::optional<int> flag, std::optional<int> colour);

 Q_SIGNALS:
  void starsChosen(int stars);
  void flagChosen(int flag);
  void colourChosen(int colour);

 private:
  QToolButton* addButton(const QString& name, const QString& key);
  void show();

  Palette colours_ = makePalette(false);
  std::optional<int> stars_, flag_, colour_;
  std::vector<QToolButton*> starButtons_, colourButtons_;
  QToolButton *pick_ = nullptr, *reject_ = nullptr;
};

/// How a colour label is painted.
QColor labelColour(int colour);

}  // namespace calotype::ui
