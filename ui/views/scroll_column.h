// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QVBoxLayout;
class QWidget;

namespace calotype::ui {

/// Makes an empty page one column of at most `width` pixels that scrolls when it is too long. Its
/// widgets belong into `parentWidget()` of the layout.
QVBoxLayout* makeScrollColumn(QWidget* page, int width);

}  // namespace calotype::ui
