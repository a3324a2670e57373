// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace calotype::catalog {

/// Serves requests that come over the socket, one after the other, until the other side closes it.
/// Returns the exit code of the process.
int serveRequests(int socket);

}  // namespace calotype::catalog
