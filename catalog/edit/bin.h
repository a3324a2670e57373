// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/files.h"

namespace calotype::catalog {

/// A file in the desktop's bin, and the note beside it.
struct Binned {
  fs::path file, info;  // absolute
};

/// Moves a file to the bin of its disk as the FreeDesktop.org Trash specification 1.0 has it: the
/// home bin for files on its device, else $topdir/.Trash/$uid or $topdir/.Trash-$uid. Nothing is
/// ever copied from disk to disk. The note is written first, so a crash leaves at worst a note.
/// Permission: the disk has no bin and none can be made.
Result<Binned> moveToBin(const fs::path& file);

/// Brings it back to `target`, or, when something is there by now, to "name (2).jpg" and so on
/// beside it; gives where it went. Folders that are gone are made again. NotFound: it is no longer
/// in the bin.
Result<fs::path> moveOutOfBin(const Binned& binned, const fs::path& target);

}  // namespace calotype::catalog
