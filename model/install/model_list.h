// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/files/model_store.h"
#include "model/install/installer.h"
#include "model/install/manifest.h"

namespace calotype::model {

/// A model that is at hand, that could be had, or both.
struct ListedModel {
  std::string name;                 // of its folder, or the offer's id
  std::optional<ModelOffer> offer;  // what is known of it
  std::optional<ModelSpec> spec;    // of an installed one
  std::string key;                  // of an installed one: ModelStore::keyOf
  bool starter = false;
  std::uint64_t bytes = 0;  // on the disk, or to be downloaded; 0: not known
  std::uint64_t begun = 0;  // bytes of an interrupted download
};

/// Those at hand, best first, then those that can be had, in the manifest's order.
std::vector<ListedModel> listModels(const ModelStore& store, const Installer& installer,
                                    const Manifest& manifest);

/// Bytes of the weights files that are there.
std::uint64_t weightsBytes(const ModelSpec& spec);

}  // namespace calotype::model
