// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace calotype {

/// Prints where and ends the program.
[[noreturn]] void assertionFailed(const char* condition, const char* file, int line);

}  // namespace calotype

/// For programmers' errors, on in all builds; never reachable from a file's content.
#define CALOTYPE_ASSERT(condition) \
  ((condition) ? void(0) : ::calotype::assertionFailed(#condition, __FILE__, __LINE__))
