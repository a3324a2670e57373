// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QString>

namespace calotype::ui {

/// One of our own drawings (resources/icons/NAME.svg), with `currentColor` replaced by the colour.
/// Sharp at every size and scale. Disabled: the same at 40 %.
QIcon icon(const QString& name, const QColor& colour);

/// The same as pixels: `size` logical pixels square.
QPixmap iconPixmap(const QString& name, const QColor& colour, int size, qreal devicePixelRatio);

/// The program's own icon.
QIcon applicationIcon();

}  // namespace calotype::ui
