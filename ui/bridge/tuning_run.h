// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QProcess>
#include <QString>

#include "catalog/paths.h"

namespace calotype::ui {

/// What the model learnt from the user's words is worth, on photos that it did not learn from.
struct TuningProof {
  bool kept = false;
  int learntFrom = 0, provenOn = 0, guards = 0;  // photos
  int queries = 0;                               // words of those it is proven on
  double before = 0, after = 0;  // part of the queries whose photo is among the first five
  double guardAfter = 1;         // part of the guards that are seen as before
  fs::path model;                // if it was kept
};

struct TuningRunOptions {
  fs::path program;  // calotype-cli
  catalog::Paths catalog;
};

/// `calotype-cli --json train --from-catalog` as a child: what LibTorch's training may take in
/// memory or break is not the window's. Lives on the GUI thread and lasts no longer than the
/// window.
class TuningRun final : public QObject {
  Q_OBJECT
 public:
  explicit TuningRun(TuningRunOptions options, QObject* parent = nullptr);
  ~TuningRun() override;  // ends a child under way; a model that nobody took is gone with it

  bool isRunning() const { return child_.state() != QProcess::NotRunning; }
  /// `stepped` may follow; `finished`, `stopped` or `failed` follows.
  void start();
  void stop();

 Q_SIGNALS:
  void stepped(int step, int steps, double secondsLeft);
  void finished(const calotype::ui::TuningProof& proof);
  void stopped();
  /// message: the child's own words, English.
  void failed(const QString& message);

 private:
  fs::path folder() const { return options_.catalog.cache / "own-words"; }
  void read();
  void end();

  const TuningRunOptions options_;
  QProcess child_;
  QByteArray rest_;  // of an unfinished line
  TuningProof proof_;
  bool proven_ = false, stopping_ = false;
};

}  // namespace calotype::ui
