// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace calotype::model {

/// The library behind LibTorch's matrix products and the kernels that it chose, for people:
/// "OpenBLAS SkylakeX", or the file's name when it does not tell more.
std::string blasName();

/// Speed of a small product of float32 matrices on the calling thread, in 10^9 multiplications and
/// additions a second of its processor time, so that a busy machine does not look like a slow one.
/// Takes 0.2 s with the slowest library there is, a few milliseconds else.
double blasGigaflops();

/// Empty, or what slows the matrix products of this machine down and the remedy.
std::string blasWarning(double gigaflops);

}  // namespace calotype::model
