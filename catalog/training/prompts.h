// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace calotype::catalog {

/// A sentence with the label in the place of {}, and "an" instead of "a" before a vowel.
std::string promptFor(std::string_view sentence, const std::string& label);

/// 80 sentences around a label, for naming photos by the mean of their vectors (Radford et al.
/// 2021, 3.1.4); the first one and the first seven stand for themselves.
std::span<const std::string_view> prompts();

}  // namespace calotype::catalog
