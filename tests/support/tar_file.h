// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace calotype::test {

/// One member of a tar file (POSIX.1-1988 ustar): header and padded contents.
std::string tarMember(const std::string& name, const std::string& contents);

}  // namespace calotype::test
