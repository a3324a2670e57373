// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <istream>
#include <string>

#include "model/base/result.h"

namespace calotype::cli {

/// Calls `use` with each text of a stream that holds one JSON string a line. The error names
/// `source` and the line that is none; what stood before it has been used. Empty lines are left
/// out.
Status eachJsonText(std::istream& lines, const std::string& source,
                    const std::function<void(const std::string&)>& use);

}  // namespace calotype::cli
