// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <functional>

namespace calotype::ui {

/// Has `work` called on the object's thread, soon, if the object still lives then. Any thread.
void callOnThreadOf(QObject* object, std::function<void()> work);

}  // namespace calotype::ui
