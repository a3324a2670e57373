// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <optional>

#include "model/install/model_list.h"

class QLabel;
class QProgressBar;
class QPushButton;
class QVBoxLayout;

namespace calotype::ui {

/// One model of the model page: what it is, what it costs, and what can be done with it.
class ModelCard final : public QFrame {
  Q_OBJECT
 public:
  enum class Standing { Offered, ByHand, Installed, InUse, Answering };

  explicit ModelCard(QWidget* parent);

  /// millisecondsAPicture: measured on this machine.
  void show(const model::ListedModel& listed, Standing standing,
            std::optional<double> millisecondsAPicture);
  /// A download under way; of == 0 before its first byte.
  void setProgress(double done, double of, double bytesPerSecond);
  /// Something takes a while: says what, and nothing can be pressed. Empty: over.
  void setBusy(const QString& what);
  void setError(const QString& text);

 Q_SIGNALS:
  void installWanted();
  void pauseWanted();
  void useWanted();
  void removeWanted();
  void measureWanted();

 private:
  void build();
  void showText(const model::ListedModel& listed, std::optional<double> millisecondsAPicture);
  void showButtons(const model::ListedModel& listed);
  QPushButton* addButton(QVBoxLayout* column, const QString& text, void (ModelCard::*wanted)());

  Standing standing_ = Standing::Offered;
  QString title_;
  QLabel *heading_ = nullptr, *badge_ = nullptr, *why_ = nullptr, *facts_ = nullptr,
         *shape_ = nullptr, *checksum_ = nullptr, *state_ = nullptr, *error_ = nullptr;
  QProgressBar* bar_ = nullptr;
  QPushButton *install_ = nullptr, *pause_ = nullptr, *use_ = nullptr, *measure_ = nullptr,
              *remove_ = nullptr;
};

}  // namespace calotype::ui
