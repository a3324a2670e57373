// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/base/files.h"
#include "model/base/hash.h"
#include "model/base/result.h"

namespace calotype::model {

/// A file of an offered model.
struct OfferedFile {
  std::string name;  // a plain file name
  std::uint64_t bytes = 0;
  Sha256 sha256{};
  bool confirmed = false;  // the hash was seen at the model's own page
};

/// A model that could be had. Figures are its authors': of zero-shot ImageNet top-1, and of COCO
/// retrieval recall@1, in %.
struct ModelOffer {
  std::string id;  // also the name of its folder once it is installed
  std::string name, why, whyGerman;
  std::string architecture;  // for ModelSpec::named
  std::string licence, licenceNote, licenceNoteGerman;
  std::vector<std::string> languages;  // BCP 47
  std::optional<double> imageNet, cocoTextToImage, cocoImageToText;
  std::string source;  // of the figures
  std::string repository, revision;
  std::vector<OfferedFile> files;  // empty: it can only be imported from a folder
  bool isDefault = false;

  bool canBeDownloaded() const { return !files.empty(); }
  std::uint64_t bytes() const;  // of all files
  /// Every hash was seen at the model's own page.
  bool isConfirmed() const;
};

/// The list of models that comes with the program (resources/models.json), and where they lie.
class Manifest {
 public:
  /// Corrupt, with the entry and the field: no hash, no full revision, a file name that is a path,
  /// an address without https.
  static Result<Manifest> read(const fs::path& file);
  static Result<Manifest> parse(std::string_view text, const std::string& where);

  const std::vector<ModelOffer>& offers() const { return offers_; }
  /// By id or name, whatever its case; null when there is none.
  const ModelOffer* find(std::string_view name) const;
  /// By what its weights are.
  const ModelOffer* findByWeights(const Sha256& hash) const;

  /// Where a file can be had, to be tried in this order.
  std::vector<std::string> addresses(const ModelOffer& offer, const OfferedFile& file) const;
  const std::vector<std::string>& hosts() const { return hosts_; }

 private:
  std::vector<std::string> hosts_;
  std::vector<ModelOffer> offers_;
};

}  // namespace calotype::model
