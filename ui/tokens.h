// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// Measures of the window in logical pixels and its type scale. Colours are in palette.h.
namespace calotype::ui::tokens {

inline constexpr int kSpace1 = 4, kSpace2 = 8, kSpace3 = 12, kSpace4 = 16, kSpace6 = 24;

inline constexpr int kControlRadius = 6;
inline constexpr int kPhotoRadius = 2;
inline constexpr int kCardRadius = 10;

inline constexpr int kSideBarWidth = 232;
inline constexpr int kPanelWidth = 304;
inline constexpr int kTopBarHeight = 56;
inline constexpr int kStatusHeight = 28;
inline constexpr int kControlHeight = 32;
inline constexpr int kIconSize = 20;

/// Below this width of the window the panel gives way, below the second one the side bar too.
inline constexpr int kPanelNeedsWidth = 900;
inline constexpr int kSideBarNeedsWidth = 640;

inline constexpr int kGridGap = 4;
inline constexpr int kGridMargin = 12;
inline constexpr int kSmallestRow = 96, kUsualRow = 176, kLargestRow = 384;
inline constexpr int kSelectionRing = 3;

inline constexpr double kSecondarySize = 0.9;
inline constexpr double kTitleSize = 1.25;

inline constexpr int kFadeMs = 120;
inline constexpr int kSearchDelayMs = 200;
inline constexpr int kProgressMs = 100;

}  // namespace calotype::ui::tokens
