// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace calotype::ui {

enum class TextSize { Usual, Secondary, Title };

/// A wrapped label of one of the type scale's sizes, in plain text. `role` is one the style sheet
/// knows: "secondary", "fault", "warning", or empty.
QLabel* makeLabel(TextSize size, const char* role, QWidget* parent, const QString& text = {});

/// Sets the text of a wrapped label of fixed width that stands centred in a layout: such a one gets
/// its height from nobody else.
void setCentredText(QLabel* label, const QString& text);

/// The font of a size, from the desktop's.
QFont fontOf(TextSize size, const QFont& usual);

/// Lets a path break after its separators.
QString breakable(QString path);

}  // namespace calotype::ui
