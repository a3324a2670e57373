// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/install/model_list.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace calotype::model {

std::uint64_t weightsBytes(const ModelSpec& spec) {
  std::uint64_t bytes = 0;
  for (const auto& file : spec.weights) {
    std::error_code error;
    const auto size = fs::file_size(file, error);
    if (!error) bytes += size;
  }
  return bytes;
}

std::vector<ListedModel> listModels(const ModelStore& store, const Installer& installer,
                                    const Manifest& manifest) {
  std::vector<ListedModel> models;
  for (auto& spec : store.list()) {
    ListedModel model;
    model.name = spec.folder.filename().string();
    model.key = store.keyOf(spec.folder);
    model.starter = store.folderOf(model.key) == spec.folder && model.key == model.name;
    if (const auto* const offer = manifest.find(model.name)) model.offer = *offer;
    model.bytes = weightsBytes(spec);
    model.spec = std::move(spec);
    models.push_back(std::move(model));
  }
  for (const auto& offer : manifest.offers()) {
    const bool there = std::any_of(models.begin(), models.end(), [&](const ListedModel& model) {
      return model.name == offer.id;
    });
    if (there) continue;
    ListedModel model;
    model.name = offer.id;
    model.bytes = offer.bytes();
    model.begun = installer.begun(offer);
    model.offer = offer;
    models.push_back(std::move(model));
  }
  return models;
}

}  // namespace calotype::model
