// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/install/installer.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "model/base/install_paths.h"
#include "model/files/model_store.h"
#include "model/files/weight_source.h"
#include "model/text/tokenizer.h"

namespace calotype::model {

namespace {

constexpr std::size_t kPieceBytes = std::size_t(1) << 20;
constexpr const char* kOriginFile = "origin.json";
constexpr const char* kConfigFile = "open_clip_config.json";
/// What a model's folder may bring along besides its weights.
constexpr std::array kAlongside = {"open_clip_config.json",
                                   "config.json",
                                   "preprocessor_config.json",
                                   "model.safetensors.index.json",
                                   "open_clip_model.safetensors.index.json",
                                   "merges.txt",
                                   "vocab.json",
                                   "tokenizer.json",
                                   "tokenizer.model",
                                   "spiece.model",
                                   "calibration.json",
                                   "LICENSE",
                                   "MODEL_CARD.md",
                                   "README.md"};

Status writeJson(const fs::path& file, const Json& json) {
  const auto text = json.dump(1) + "\n";
  return writeFileAtomically(file, std::as_bytes(std::span(text)));
}

/// What is known of where a model came from; origin.json in its folder, for people and for later.
struct ModelOrigin {
  std::string id;        // of the offer; empty: an unknown one
  std::string revision;  // of the repository
  std::string licence;   // empty: not known
  Sha256 weights{};      // as they were checked
};

Status writeOrigin(const fs::path& folder, const ModelOrigin& origin) {
  return writeJson(folder / kOriginFile, Json{{"id", origin.id},
                                              {"revision", origin.revision},
                                              {"licence", origin.licence},
                                              {"weights_sha256", toHex(origin.weights)}});
}

Status syncFolder(const fs::path& folder) {
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened && fsync(opened.get()) == 0) return {};
  return fail(codeOfErrno(errno), displayPath(folder) + " could not be written to the disk.");
}

/// Files that are read-only are removed with their folder all the same.
void removeAll(const fs::path& folder) {
  std::error_code ignored;
  fs::remove_all(folder, ignored);
}

/// What an earlier try, perhaps of another version of this program, has left under the file's name.
bool isThere(const fs::path& path, const OfferedFile& file) {
  const auto opened = openRegularFile(path);
  if (!opened) return false;
  const auto hash = sha256OfFile(opened->get());
  return hash && *hash == file.sha256;
}

/// Do the tensors that every CLIP has fit the configuration? The encoder checks all when it opens.
Status checkPieces(const ModelSpec& spec) {
  CALOTYPE_CHECK(Tokenizer::open(spec).map([](auto&&) {}));
  CALOTYPE_TRY(const auto weights, WeightSource::open(spec));
  CALOTYPE_CHECK(
      weights.tensor("text_projection", {spec.text.width, spec.dims}).map([](auto&&) {}));
  CALOTYPE_CHECK(weights.tensor("ln_final.weight", {spec.text.width}).map([](auto&&) {}));
  if (spec.vision.kind == VisionSpec::Kind::ResNet) return {};
  const std::int64_t side = spec.vision.imageSize / spec.vision.patch;
  const std::int64_t first = spec.vision.kind == VisionSpec::Kind::Transformer ? 1 : 0;  // class
  return weights.tensor("visual.positional_embedding", {first + side * side, spec.vision.width})
      .map([](auto&&) {});
}

std::string plainId(const std::string& name) {
  std::string id;
  for (const char c : name) {
    const bool plain =
        std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '_' || c == '-';
    id += plain ? c : '-';
  }
  while (!id.empty() && (id.front() == '.' || id.front() == '-')) id.erase(id.begin());
  if (id.empty()) return "model";
  return id == starterModelFolder().filename() ? "imported-" + id : id.substr(0, 64);
}

/// A folder of the Hugging Face cache holds its files a few levels down; any other is itself.
Result<fs::path> resolveCache(const fs::path& folder) {
  std::error_code error;
  const auto snapshots = folder / "snapshots";
  if (!fs::is_directory(snapshots, error)) return folder;
  const auto named = readFile(folder / "refs" / "main", 256);
  if (named) {
    auto revision = *named;
    while (!revision.empty() && std::isspace(static_cast<unsigned char>(revision.back())) != 0)
      revision.pop_back();
    if (plainId(revision) == revision && fs::is_directory(snapshots / revision, error))
      return snapshots / revision;
  }
  std::vector<fs::path> all;
  for (fs::directory_iterator entry(snapshots, error), end; !error && entry != end;
       entry.increment(error))
    all.push_back(entry->path());
  if (all.size() == 1) return all.front();
  return fail(Code::InvalidArgument, displayPath(folder) +
                                         ": name one of the folders in its snapshots, there is "
                                         "more than one or none");
}

/// models--OWNER--NAME gives NAME.
std::string nameOf(const fs::path& folder) {
  auto path = folder;
  if (path.filename().empty()) path = path.parent_path();
  if (path.parent_path().filename() == "snapshots") path = path.parent_path().parent_path();
  auto name = path.filename().string();
  if (const auto at = name.rfind("--"); name.starts_with("models--") && at != std::string::npos)
    name = name.substr(at + 2);
  return name;
}

using OnCopy = std::function<void(std::uint64_t done)>;

Status copyFile(const fs::path& from, const fs::path& to, const OnCopy& done,
                const std::stop_token& stop) {
  CALOTYPE_TRY(const auto source, openRegularFile(from, Links::Follow));
  std::error_code error;
  const auto size = fs::file_size(from, error);
  if (error) return fail(codeOfErrno(error.value()), displayPath(from) + ": " + error.message());
  const Descriptor target(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!target) return fail(codeOfErrno(errno), displayPath(to) + ": " + std::strerror(errno));
  std::vector<std::byte> piece(kPieceBytes);
  for (std::uint64_t at = 0; at < size;) {
    if (stop.stop_requested()) return fail(Code::Cancelled, "stopped");
    const auto part =
        std::span(piece).first(std::size_t(std::min<std::uint64_t>(kPieceBytes, size - at)));
    CALOTYPE_CHECK(readExactly(source.get(), at, part));
    for (std::size_t written = 0; written < part.size();) {
      const auto count =
          pwrite(target.get(), part.data() + written, part.size() - written, off_t(at + written));
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0)
        return fail(codeOfErrno(errno), displayPath(to) + ": " + std::strerror(errno));
      written += std::size_t(count);
    }
    at += part.size();
    done(at);
  }
  if (fsync(target.get()) != 0)
    return fail(codeOfErrno(errno), displayPath(to) + " could not be written to the disk.");
  return {};
}

}  // namespace

Result<fs::path> Installer::moveIn(const fs::path& staging, const std::string& id) const {
  CALOTYPE_CHECK(syncFolder(staging));
  const auto folder = models_ / id;
  std::error_code error;
  fs::rename(staging, folder, error);
  if (error) return fail(codeOfErrno(error.value()), displayPath(folder) + ": " + error.message());
  CALOTYPE_CHECK(syncFolder(models_));
  return folder;
}

Result<fs::path> Installer::install(const Manifest& manifest, const ModelOffer& offer,
                                    const OnDownload& progress, std::stop_token stop,
                                    const Patience& patience) {
  std::error_code error;
  if (fs::exists(models_ / offer.id, error))
    return fail(Code::InvalidArgument, offer.name + " is installed already.");
  if (!offer.canBeDownloaded())
    return fail(Code::InvalidArgument, offer.name +
                                           " cannot be downloaded from here yet. Get it from " +
                                           offer.repository + " and import its folder.");
  const auto folder = staging(offer.id);
  CALOTYPE_CHECK(createPrivateFolder(folder));
  std::uint64_t before = 0;
  ModelOrigin origin{offer.id, offer.revision, offer.licence, {}};
  for (const auto& file : offer.files) {
    if (file.name.ends_with(".safetensors")) origin.weights = file.sha256;
    const auto path = folder / file.name;
    if (!isThere(path, file)) {
      fs::remove(path, error);
      CALOTYPE_CHECK(download(
          {manifest.addresses(offer, file), path, file.bytes, file.sha256, patience},
          [&](const DownloadProgress& now) {
            if (progress) progress({before + now.done, offer.bytes(), now.bytesPerSecond});
          },
          stop));
    }
    before += file.bytes;
  }
  CALOTYPE_TRY(const auto spec, ModelSpec::named(offer.architecture));
  CALOTYPE_CHECK(writeJson(folder / kConfigFile, openClipConfig(spec)));
  const auto check = [&]() -> Status {
    CALOTYPE_TRY(const auto read, ModelSpec::open(folder));
    return checkPieces(read);
  };
  if (auto sound = check(); !sound) {
    removeAll(folder);  // the bytes are those asked for, so a second try would end the same way
    return tl::make_unexpected(std::move(sound).error());
  }
  CALOTYPE_CHECK(writeOrigin(folder, origin));
  return moveIn(folder, offer.id);
}

Result<fs::path> Installer::import(
    const fs::path& given, const Manifest& manifest,
    const std::function<void(std::uint64_t done, std::uint64_t of)>& progress,
    std::stop_token stop) {
  CALOTYPE_TRY(const auto source, resolveCache(given));
  CALOTYPE_TRY(const auto spec, ModelSpec::open(source));
  CALOTYPE_CHECK(checkPieces(spec));
  std::vector<fs::path> files = spec.weights;
  std::error_code error;
  for (const char* const name : kAlongside)
    if (fs::is_regular_file(source / name, error)) files.push_back(source / name);
  std::uint64_t bytes = 0;
  for (const auto& file : files) bytes += fs::file_size(file, error);

  const auto name = plainId(nameOf(given));
  const auto folder = staging("import-" + name);
  removeAll(folder);
  CALOTYPE_CHECK(createPrivateFolder(folder));
  const auto copyAll = [&]() -> Result<fs::path> {
    std::uint64_t before = 0;
    for (const auto& file : files) {
      CALOTYPE_CHECK(copyFile(
          file, folder / file.filename(),
          [&](std::uint64_t done) {
            if (progress) progress(before + done, bytes);
          },
          stop));
      before += fs::file_size(file, error);
    }
    CALOTYPE_TRY(const auto copied, ModelStore::open(folder));
    ModelOrigin origin;
    origin.weights = copied.weightsHash;
    std::string id = name;
    if (const auto* const known = manifest.findByWeights(copied.weightsHash)) {
      id = known->id;
      origin = {known->id, known->revision, known->licence, copied.weightsHash};
    }
    if (fs::exists(models_ / id, error))
      return fail(Code::InvalidArgument, "A model of the name " + id + " is installed already.");
    CALOTYPE_CHECK(writeOrigin(folder, origin));
    return moveIn(folder, id);
  };
  auto moved = copyAll();
  if (!moved) removeAll(folder);
  return moved;
}

Result<fs::path> Installer::folderOf(const std::string& name) const {
  std::error_code error;
  if (plainId(name) == name && fs::is_directory(models_ / name, error)) return models_ / name;
  return fail(Code::NotFound, "No model of the name " + displayText(name) +
                                  " is installed. calotype-cli model list shows those that are.");
}

Status Installer::remove(const std::string& name) {
  CALOTYPE_TRY(const auto folder, folderOf(name));
  // Renamed first: a folder that is half removed must not be taken for a model.
  const auto leaving = models_ / (".leaving-" + name);
  removeAll(leaving);
  std::error_code error;
  fs::rename(folder, leaving, error);
  if (error) return fail(codeOfErrno(error.value()), displayPath(folder) + ": " + error.message());
  removeAll(leaving);
  return {};
}

std::uint64_t Installer::begun(const ModelOffer& offer) const {
  std::uint64_t bytes = 0;
  std::error_code error;
  for (const auto& file : offer.files)
    for (const char* const ending : {"", ".part"}) {
      const auto size = fs::file_size(staging(offer.id) / (file.name + ending), error);
      if (!error) bytes += size;
    }
  return bytes;
}

Json openClipConfig(const ModelSpec& spec) {
  const auto& vision = spec.vision;
  const auto& text = spec.text;
  Json visionJson{{"image_size", vision.imageSize}, {"width", vision.width}};
  if (vision.kind == VisionSpec::Kind::ResNet) {
    visionJson["layers"] = vision.stages;
    visionJson["head_width"] = 32 * vision.width / vision.heads;
  } else {
    visionJson["layers"] = vision.layers;
    visionJson["patch_size"] = vision.patch;
    visionJson["head_width"] = vision.width / vision.heads;
    visionJson["mlp_ratio"] = double(vision.hidden) / vision.width;
  }
  const auto& transform = spec.transform;
  const bool squash = transform.resize == TransformSpec::Resize::Squash;
  const bool bicubic = transform.interpolation == TransformSpec::Interpolation::Bicubic;
  return {{"model_cfg",
           {{"embed_dim", spec.dims},
            {"quick_gelu", vision.activation == Activation::QuickGelu},
            {"vision_cfg", visionJson},
            {"text_cfg",
             {{"context_length", text.context},
              {"vocab_size", text.vocabulary},
              {"width", text.width},
              {"heads", text.heads},
              {"layers", text.layers}}}}},
          {"preprocess_cfg",
           {{"mean", transform.mean},
            {"std", transform.deviation},
            {"interpolation", bicubic ? "bicubic" : "bilinear"},
            {"resize_mode", squash ? "squash" : "shortest"}}}};
}

}  // namespace calotype::model
