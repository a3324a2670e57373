// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace calotype::ui {

/// Makes Qt tell screen readers of a PhotoGrid as a list with every photo a named child. Call once,
/// before the first grid is made.
void installGridAccessibility();

}  // namespace calotype::ui
