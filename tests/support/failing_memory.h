// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace calotype::test {

/// For a program that links failing_memory.cpp: `new` and libxml2's allocations are counted on each
/// thread, and the n-th from now on fails (std::bad_alloc, or null for libxml2), once.
void failAllocation(long n);
/// None fails any more. Gives how many there were since the last call of either.
long stopFailing();

}  // namespace calotype::test
