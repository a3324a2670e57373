// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace calotype::catalog {

/// What holds a process back beside its limits.
struct Confinement {
  bool systemCalls = false;  // seccomp lets through what decoding needs, and nothing else
  bool files = false;        // Landlock: no path can be opened
};

/// Confines the calling process before it sees a byte of any photo (R16): memory, files, processor
/// time; no path, no other process or program, no connection, no code that was not there at the
/// start, no core, no new privileges, no tracing, and an end together with the thread that started
/// it. What was opened before stays open. A kernel that lacks a part of it confines less, and the
/// answer says so; with a sanitizer only the limits hold.
Confinement confineProcess();

/// A raw picture may take 2 GiB of memory, others 1 GiB.
enum class Memory { Usual, Raw };
void allowMemory(Memory memory);

/// From now on the process may use 30 more seconds of processor time. Call before each photo.
void renewProcessorTime();

}  // namespace calotype::catalog
