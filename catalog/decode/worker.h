// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/files.h"

namespace calotype::catalog {

/// Where the process can see how much memory it uses; to be opened before it is confined.
Descriptor openMemoryCount();

/// Serves requests that come over the socket, one after the other, until the other side closes it.
/// Returns the exit code of the process.
int serveRequests(int socket, int memoryCount);

}  // namespace calotype::catalog
