// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/assert.h"

#include <cstdio>
#include <cstdlib>

namespace calotype {

void assertionFailed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "calotype: internal error: %s (%s:%d)\n", condition, file, line);
  std::abort();
}

}  // namespace calotype
