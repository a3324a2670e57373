// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace calotype::catalog {

/// Limits the calling process before it sees a byte of any photo (R16): memory, files, no other
/// process or program, no connection, no core, no new privileges, no tracing, and an end together
/// with the thread that started it.
void confineProcess();

/// From now on the process may use 30 more seconds of processor time. Call before each photo.
void renewProcessorTime();

}  // namespace calotype::catalog
