// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUrl>

#include "model/base/files.h"

namespace calotype::ui {

/// Bytes stay bytes: a name that is not UTF-8 survives as percent signs.
QUrl fileUrl(const fs::path& path);
/// Empty when it is the address of no local file.
fs::path pathOf(const QUrl& url);

}  // namespace calotype::ui
