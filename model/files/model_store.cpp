// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/files/model_store.h"

#include <algorithm>
#include <system_error>

#include "model/base/log.h"
#include "model/files/cost.h"

namespace calotype::model {

namespace {

constexpr std::size_t kPieceBytes = std::size_t(1) << 20;

/// SHA-256 over the files' bytes, one behind the other; of a single file, its own.
Result<Sha256> hashWeights(std::span<const fs::path> paths) {
  Sha256Stream stream;
  std::vector<std::byte> piece(kPieceBytes);
  for (const auto& path : paths) {
    CALOTYPE_TRY(const auto file, openRegularFile(path, Links::Follow));
    std::error_code error;
    const auto size = fs::file_size(path, error);
    if (error) return fail(Code::Io, displayPath(path) + ": cannot be examined");
    for (std::uint64_t offset = 0; offset < size;) {
      const auto part =
          std::span(piece).first(std::size_t(std::min<std::uint64_t>(kPieceBytes, size - offset)));
      if (auto read = readExactly(file.get(), offset, part); !read)
        return fail(read.error().code, displayPath(path) + ": " + read.error().message);
      stream.add(part);
      offset += part.size();
    }
  }
  return stream.finish();
}

bool isFolder(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

bool isSameFolder(const fs::path& a, const fs::path& b) {
  std::error_code error;
  return fs::equivalent(a, b, error) && !error;
}

/// More parameters stand for better here: within the CLIP family both grow together, and nothing in
/// a folder says more.
bool isBetter(const ModelSpec& a, const ModelSpec& b) {
  const auto ofA = costOf(a).parameters(), ofB = costOf(b).parameters();
  return ofA != ofB ? ofA > ofB : a.name < b.name;
}

}  // namespace

ModelStore::ModelStore(fs::path installed, fs::path starter, WeightStamps stamps)
    : installed_(std::move(installed)), starter_(std::move(starter)), stamps_(std::move(stamps)) {}

std::vector<ModelSpec> ModelStore::list() const {
  std::vector<ModelSpec> models;
  std::error_code error;
  for (fs::directory_iterator entry(installed_, error), end; !error && entry != end;
       entry.increment(error)) {
    if (!isFolder(entry->path()) || isSameFolder(entry->path(), starter_)) continue;
    auto spec = ModelSpec::open(entry->path());
    if (spec) {
      models.push_back(std::move(*spec));
    } else {
      logFor("model").debug("left out: {}", spec.error().message);
    }
  }
  std::sort(models.begin(), models.end(), isBetter);
  if (auto spec = ModelSpec::open(starter_)) models.push_back(std::move(*spec));
  return models;
}

std::string ModelStore::keyOf(const fs::path& folder) const {
  if (isSameFolder(folder, starter_)) return starter_.filename().string();
  std::error_code failed;
  const auto canonical = fs::canonical(folder, failed);
  return failed ? folder.string() : canonical.string();
}

fs::path ModelStore::folderOf(const fs::path& key) const {
  if (key == starter_.filename()) return starter_;
  const bool plain = !key.has_parent_path();
  return plain && isFolder(installed_ / key) ? installed_ / key : key;
}

/// Somebody's own folder goes before an installed model of that name.
fs::path ModelStore::named(const fs::path& asked) const {
  return isFolder(asked) ? asked : folderOf(asked);
}

Result<InstalledModel> ModelStore::choose(const fs::path& asked, const fs::path& remembered) const {
  const auto openMarked = [this](const fs::path& folder) -> Result<InstalledModel> {
    CALOTYPE_TRY(auto model, open(folder, stamps_));
    model.starter = isSameFolder(folder, starter_);
    return model;
  };
  if (!asked.empty()) return openMarked(named(asked));
  if (!remembered.empty()) {
    auto model = openMarked(folderOf(remembered));
    if (model) return model;
    logFor("model").warn("the model used before cannot be opened; another one is chosen");
  }
  for (const auto& spec : list())
    if (auto model = openMarked(spec.folder)) return model;
  return fail(Code::ModelMissing,
              "no model was found, neither an installed one nor the one that comes with the "
              "program (" +
                  displayPath(starter_) +
                  "); install the program again, or name a model's folder with --model");
}

Result<InstalledModel> ModelStore::open(const fs::path& folder) {
  return open(folder, WeightStamps());
}

Result<InstalledModel> ModelStore::open(const fs::path& folder, const WeightStamps& stamps) {
  InstalledModel model;
  CALOTYPE_TRY(model.spec, ModelSpec::open(folder));
  auto weights = model.spec.weights;
  std::sort(weights.begin(), weights.end(),
            [](const fs::path& a, const fs::path& b) { return a.filename() < b.filename(); });
  model.stamp = WeightStamps::stampOf(weights);
  if (const auto hash = stamps.find(model.stamp)) {
    model.weightsHash = *hash;
    model.knownSound = true;
  } else {
    CALOTYPE_TRY(model.weightsHash, hashWeights(weights));
  }
  return model;
}

}  // namespace calotype::model
