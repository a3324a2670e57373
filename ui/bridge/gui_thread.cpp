// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/gui_thread.h"

#include <utility>

namespace calotype::ui {

void callOnThreadOf(QObject* object, std::function<void()> work) {
  QMetaObject::invokeMethod(object, std::move(work), Qt::QueuedConnection);
}

}  // namespace calotype::ui
