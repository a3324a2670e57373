// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QSize>
#include <QString>

namespace calotype::ui {

/// What stands for a film, whose pictures are not decoded: a sign, its name, and its length if that
/// is known (seconds; 0: not). GUI thread.
QImage filmCard(const QSize& pixels, const QString& name, std::int64_t seconds);

/// The largest size with the proportions `aspect` (width / height) and the longest edge `edge`.
QSize filmCardSize(double aspect, int edge);

}  // namespace calotype::ui
