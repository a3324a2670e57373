// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/quit_signals.h"

#include <fcntl.h>
#include <unistd.h>

#include <QApplication>
#include <cerrno>
#include <csignal>

namespace calotype::ui {

namespace {

volatile std::sig_atomic_t told = -1;  // the pipe's end that the handler writes to

constexpr std::array kSignals = {SIGTERM, SIGINT, SIGHUP};

void tell(int) {
  const int before = errno;
  [[maybe_unused]] const auto written = ::write(told, "", 1);
  errno = before;
}

}  // namespace

QuitSignals::QuitSignals() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) return;
  pipe_ = {Descriptor(ends[0]), Descriptor(ends[1])};
  told = ends[1];
  notifier_ = std::make_unique<QSocketNotifier>(ends[0], QSocketNotifier::Read);
  QObject::connect(notifier_.get(), &QSocketNotifier::activated, qApp, [this] {
    notifier_->setEnabled(false);
    QApplication::closeAllWindows();
    QApplication::quit();
  });
  struct sigaction action {};
  action.sa_handler = tell;
  action.sa_flags = SA_RESTART;
  for (const int signal : kSignals) ::sigaction(signal, &action, nullptr);
}

QuitSignals::~QuitSignals() {
  for (const int signal : kSignals) std::signal(signal, SIG_DFL);
  told = -1;
}

}  // namespace calotype::ui
