// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// A function that is compiled once for each of these kinds of processor; the best that can run is
/// chosen when the library is loaded. Its helpers are CALOTYPE_INLINE and become part of each copy.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define CALOTYPE_CLONES \
  __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define CALOTYPE_CLONES
#endif
#define CALOTYPE_INLINE __attribute__((always_inline)) inline
