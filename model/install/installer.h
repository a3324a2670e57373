// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "model/files/json.h"
#include "model/files/model_spec.h"
#include "model/install/download.h"
#include "model/install/manifest.h"

namespace calotype::model {

/// Puts models into the folder of installed ones and takes them out again. A model is there whole,
/// checked, or not there at all; what was downloaded of it waits in a hidden folder for the next
/// try. One thread.
class Installer {
 public:
  /// models: the folder of the user's models; made when needed.
  explicit Installer(fs::path models) : models_(std::move(models)) {}

  /// Downloads what the offer names, checks it, and gives its folder. InvalidArgument: it is
  /// installed already, or cannot be downloaded. The errors of download(); Corrupt or Unsupported
  /// when the files are no model of this architecture.
  Result<fs::path> install(const Manifest& manifest, const ModelOffer& offer,
                           const OnDownload& progress, std::stop_token stop,
                           const Patience& patience = {});

  /// Copies a model's folder: one with its files in it, or one of the Hugging Face cache
  /// (models--OWNER--NAME). Known weights get the name and licence of their offer.
  Result<fs::path> import(const fs::path& folder, const Manifest& manifest,
                          const std::function<void(std::uint64_t done, std::uint64_t of)>& progress,
                          std::stop_token stop);

  /// NotFound: there is no installed model of this name.
  Status remove(const std::string& name);
  /// The folder of an installed model. NotFound.
  Result<fs::path> folderOf(const std::string& name) const;
  /// Bytes that an interrupted download of the offer has already.
  std::uint64_t begun(const ModelOffer& offer) const;

 private:
  fs::path staging(const std::string& id) const { return models_ / (".incoming-" + id); }
  Result<fs::path> moveIn(const fs::path& staging, const std::string& id) const;

  fs::path models_;
};

/// The configuration of a model as an open_clip_config.json; what readOpenClip reads back.
Json openClipConfig(const ModelSpec& spec);

}  // namespace calotype::model
