// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/gui_thread.h"

#include <utility>

namespace calotype::ui {

void callOnThreadOf(QObject* object, std::function<void()> work) {
#ifndef __clang_analyzer__  // it does not see that Qt's event owns the functor
  QMetaObject::invokeMethod(object, std::move(work), Qt::QueuedConnection);
#endif
}

}  // namespace calotype::ui
