// SPDX-License-Identifier: GPL-3.0-or-later
// What is done to a catalog that is not open: looked through, brought back, made anew.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "catalog/paths.h"
#include "catalog/snapshots.h"
#include "model/base/result.h"

namespace calotype::catalog {

/// One thing that was looked at.
struct Finding {
  std::string what;  // "pages", "vectors", "copy", "thumbnails", "photo", …
  fs::path path;     // the file it is about
  bool sound = true;
  std::string message;  // a sentence; how many there are, or what is wrong and what to do
};

struct CheckRequest {
  bool photos = false;           // read every photo again and compare its content
  unsigned part = 1, parts = 1;  // of the photos: the part-th of parts
};

/// Looks through catalog, copies and caches, and, if asked, the photos; changes nothing and works
/// while another process writes. `found` hears of each thing in turn. The error is for what stops
/// all of it: NotFound (no catalog), Cancelled.
Status checkCatalog(const Paths& paths, const CheckRequest& request, std::stop_token stop,
                    const std::function<void(const Finding&)>& found);

/// A whole, checked copy: to `to`, or among the snapshots. Works while another process writes.
Result<fs::path> backUpCatalog(const Paths& paths, const std::optional<fs::path>& to);

/// What became of the catalog that was there before.
struct Replaced {
  std::optional<fs::path> kept;  // under which name it lies now; none: there was none
  fs::path from;                 // the copy it was replaced by; empty: by what could be read of it
  std::map<std::string, std::int64_t> rows;  // by table
  std::int64_t fromCopy = 0, dropped = 0;    // see Salvaged
  bool whole = true;
};

/// Puts a copy (none: the newest sound one) in the catalog's place; the one that was there is kept
/// under another name. Busy: a process has the catalog open. NotFound: there is no copy.
Result<Replaced> restoreCatalog(const Paths& paths, const std::optional<fs::path>& from);

/// Makes the catalog anew from what can be read of it, and lets go of the caches; the one that was
/// there is kept under another name. Busy, NotFound, Corrupt: nothing of it can be read.
Result<Replaced> rebuildCatalog(const Paths& paths);

/// What does most for a damaged catalog: makes it anew, and where nothing of it can be read brings
/// the newest copy back. The errors of both.
Result<Replaced> mendCatalog(const Paths& paths);

}  // namespace calotype::catalog
