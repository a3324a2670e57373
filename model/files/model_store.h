// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "model/base/hash.h"
#include "model/files/model_spec.h"
#include "model/files/weight_stamps.h"

namespace calotype::model {

/// A model that lies in a folder. `weightsHash` (SHA-256 over the weights files, in the order of
/// their names) is its identity: it keys embeddings.
struct InstalledModel {
  ModelSpec spec;
  Sha256 weightsHash{};
  bool starter = false;  // the small one that comes with the program
  /// These very files were read whole before, and every value was good.
  bool knownSound = false;
  std::string stamp;  // WeightStamps::stampOf, from before they were read; may be empty
};

/// Finds the models at hand. Any thread.
class ModelStore {
 public:
  /// installed: folder of the user's models, one sub-folder each (may not exist). starter: see
  /// install_paths.h.
  ModelStore(fs::path installed, fs::path starter, WeightStamps stamps = WeightStamps());

  /// Every folder that reads as a model, best first, the starter last. Folders that do not are left
  /// out.
  std::vector<ModelSpec> list() const;

  /// What a catalog remembers a model by: its folder, or the starter's plain name, since the
  /// starter may lie elsewhere after an update of the program.
  std::string keyOf(const fs::path& folder) const;
  /// The folder of a key, or of an installed model's plain name.
  fs::path folderOf(const fs::path& key) const;

  /// The rule for the model in use: `asked` (from --model), else `remembered` (the catalog's), else
  /// the best installed one, else the starter. Hashes the weights, unless the stamps know them.
  /// ModelMissing when there is none.
  Result<InstalledModel> choose(const fs::path& asked, const fs::path& remembered) const;

  /// Reads one folder, hashes its weights.
  static Result<InstalledModel> open(const fs::path& folder);

 private:
  static Result<InstalledModel> open(const fs::path& folder, const WeightStamps& stamps);
  fs::path named(const fs::path& asked) const;

  fs::path installed_, starter_;
  WeightStamps stamps_;
};

}  // namespace calotype::model
