// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtest/gtest.h>

#include "model/base/files.h"

namespace calotype::test {

/// The folder of reference material beside the checkout.
inline fs::path shared() {
  return CALOTYPE_SHARED;
}

}  // namespace calotype::test

/// Ends the test as skipped, and says so, where the reference material is not at hand.
#define CALOTYPE_NEEDS_SHARED(path)                           \
  if (!calotype::fs::exists(calotype::test::shared() / path)) \
  GTEST_SKIP() << "the reference material is not here: " << (calotype::test::shared() / path)
