// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "catalog/store/writer.h"
#include "catalog/types.h"

namespace calotype::catalog {

/// What the end of a scan settled.
struct Settled {
  std::vector<PhotoId> changed;  // got the user's work of another
  std::vector<PhotoId> removed;  // whose work is another's now
};

/// Photos whose place was taken by another picture, and whether the user's work goes with the place
/// or with the picture (R4, R5).
class ReplacedStore {
 public:
  explicit ReplacedStore(const Database& database) : database_(database) {}

  /// A file that held `old` holds `now`. unknown: a content that the catalog had never seen.
  Status note(WriteToken&, PhotoId old, PhotoId now, bool unknown);

  /// Once all files were looked at, and `absent` are gone; `sinceMs` is when the run began:
  /// - A picture lost a place, and it is new elsewhere with other metadata: it was moved and
  /// written
  ///   into. The new one gets the work.
  /// - A picture lost its only place to one that was taken at the same moment (or neither says
  ///   when), and did not turn up elsewhere: it was edited. The work is copied, and stays with the
  ///   old one too, should that come back.
  /// - To one of another moment: another photo under an old name. The work stays with the old one.
  /// - The old picture turned up elsewhere: its work stays with it.
  /// - It did not, and the user made nothing of it, or all that is the new one's too: it goes.
  Status settlePlaces(WriteToken&, std::span<const FileId> absent, std::int64_t sinceMs,
                      Settled& settled);
  /// A photo that is missing everywhere, and the same picture with other metadata is there: the old
  /// one goes, once its work is the other's. After missing files were marked.
  Status settleMissing(WriteToken&, Settled& settled);

 private:
  Status removeUnheld(WriteToken&, Settled& settled);
  Status follow(WriteToken&, PhotoId old, std::int64_t sinceMs, Settled& settled);
  const Database& database_;
};

}  // namespace calotype::catalog
