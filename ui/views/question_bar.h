// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <functional>

class QLabel;
class QPushButton;

namespace calotype::ui {

/// A question above the page with two answers, the proposed one first. It waits; Esc is no answer.
class QuestionBar final : public QWidget {
  Q_OBJECT
 public:
  explicit QuestionBar(QWidget* parent = nullptr);

  void ask(const QString& question, const QString& proposed, const QString& other,
           std::function<void(bool proposed)> answered);

 private:
  void answer(bool proposed);

  std::function<void(bool)> answered_;
  QLabel* question_ = nullptr;
  QPushButton *proposed_ = nullptr, *other_ = nullptr;
};

}  // namespace calotype::ui
