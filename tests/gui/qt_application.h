// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <functional>

namespace calotype::test {

/// Every program of tests that links calotype-test-qt runs under an offscreen QApplication with
/// English number formats.

/// Runs the event loop until the condition holds. False after `patienceMs`.
bool waitUntil(const std::function<bool()>& condition, int patienceMs = 20000);

}  // namespace calotype::test
