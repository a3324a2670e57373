// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/files.h"

namespace calotype::catalog {

/// Where a catalog's own files lie. Photos are never among them.
struct Paths {
  fs::path data;    // catalog.db, catalog.lock, snapshots/, models/
  fs::path cache;   // thumbnails.db, index.bin
  fs::path state;   // calotype.log
  fs::path models;  // installed models

  fs::path database() const { return data / "catalog.db"; }
  fs::path lock() const { return data / "catalog.lock"; }
  fs::path snapshots() const { return data / "snapshots"; }
  fs::path thumbnails() const { return cache / "thumbnails.db"; }
  fs::path index() const { return cache / "index.bin"; }

  /// The XDG folders (ecosystem.md 1); relative values in the variables are ignored.
  static Paths standard();
  /// Everything in one folder: --catalog DIR.
  static Paths inside(const fs::path& folder);
};

}  // namespace calotype::catalog
