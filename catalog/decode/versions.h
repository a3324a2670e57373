// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace calotype::catalog {

/// This program and every library that parses photos, with their versions, in one line: what may
/// decode a photo that another one could not.
std::string decoderVersions();

}  // namespace calotype::catalog
