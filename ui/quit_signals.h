// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSocketNotifier>

#include <array>
#include <memory>

#include "model/base/files.h"

namespace calotype::ui {

/// The end of a session, Ctrl-C and a terminal that goes (SIGTERM, SIGINT, SIGHUP) close the
/// windows in order, as their close button does. One at a time, on the GUI thread, after the
/// QApplication.
class QuitSignals {
 public:
  QuitSignals();
  ~QuitSignals();
  QuitSignals(const QuitSignals&) = delete;
  QuitSignals& operator=(const QuitSignals&) = delete;

 private:
  std::array<Descriptor, 2> pipe_;
  std::unique_ptr<QSocketNotifier> notifier_;
};

}  // namespace calotype::ui
