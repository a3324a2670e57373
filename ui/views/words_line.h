// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "catalog/types.h"

class QLabel;
class QPushButton;

namespace calotype::ui {

/// How a photo's rating, caption and tags stand between the catalog and the file beside it; of a
/// conflict, what that file says, and two buttons that settle it.
class WordsLine final : public QWidget {
  Q_OBJECT
 public:
  explicit WordsLine(QWidget* parent = nullptr);

  /// Hidden when there is nothing to say.
  void setState(const catalog::WordsState& state);
  void setEditable(bool editable);

 Q_SIGNALS:
  void decided(bool bySidecar);

 private:
  QLabel* text_ = nullptr;
  QPushButton *take_ = nullptr, *keep_ = nullptr;
};

}  // namespace calotype::ui
