// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "catalog/store/writer.h"
#include "catalog/types.h"

namespace calotype::catalog {

/// The desktop's bin, as far as photos of the catalog went there. A photo in it keeps its row with
/// all that hangs on it.
class Trash {
 public:
  explicit Trash(const Database& database) : database_(database) {}

  /// Puts all files of the photo into the bin; the first that cannot be moved brings back the
  /// others.
  Status put(WriteToken&, PhotoId photo, std::int64_t nowMs);
  /// Brings all files of the photo back. A name that is taken by now gets a number. NotFound: the
  /// bin was emptied meanwhile.
  Status bringBack(WriteToken&, PhotoId photo);

  /// Newest first, one row a photo.
  Result<std::vector<TrashedPhoto>> all() const;

 private:
  const Database& database_;
};

}  // namespace calotype::catalog
