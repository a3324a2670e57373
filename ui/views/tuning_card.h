// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include "ui/bridge/tuning_run.h"

class QLabel;
class QProgressBar;
class QPushButton;

namespace calotype::ui {

/// Offers to learn from the user's own words, shows how far that is and what it was good for.
class TuningCard final : public QFrame {
  Q_OBJECT
 public:
  explicit TuningCard(QWidget* parent);

  /// Photos with a caption or a tag of the user's; learning needs `least` of them.
  void setPhotos(int withWords, int least);
  void setStarted();
  void setStep(int step, int steps, double secondsLeft);
  void setProof(const TuningProof& proof);
  void setStopped();
  void setError(const QString& message);
  /// The model that was learnt is being installed, or is installed.
  void setTaken();

 Q_SIGNALS:
  void startWanted();
  void stopWanted();
  void useWanted();

 private:
  enum class State { Idle, Running, Better, Over };

  void build();
  QPushButton* addButton(const QString& text, const QString& name, void (TuningCard::*wanted)());
  void setState(State state, const QString& words);

  State state_ = State::Idle;
  bool enough_ = false;
  QLabel *count_ = nullptr, *words_ = nullptr, *fault_ = nullptr;
  QProgressBar* bar_ = nullptr;
  QPushButton *start_ = nullptr, *stop_ = nullptr, *use_ = nullptr;
};

}  // namespace calotype::ui
