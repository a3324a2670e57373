// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace calotype::model {

/// The entries of CLIP's vocabulary that stand before and behind every text.
inline constexpr std::string_view kStartToken = "<|startoftext|>";
inline constexpr std::string_view kEndToken = "<|endoftext|>";

}  // namespace calotype::model
