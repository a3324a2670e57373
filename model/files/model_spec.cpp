// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/files/model_spec.h"

#include <algorithm>
#include <set>
#include <system_error>

#include "model/files/families.h"
#include "model/files/safetensors.h"

namespace calotype::model {

namespace {

bool isFile(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

/// A file name that cannot lead out of the folder it stands in.
bool isPlainName(const std::string& name) {
  const auto allowed = [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  };
  return !name.empty() && name.size() <= 64 && name.front() != '.' &&
         std::all_of(name.begin(), name.end(), allowed);
}

/// The files that a "…safetensors.index.json" names, in the order of their names.
Result<std::vector<fs::path>> readShards(const fs::path& index) {
  CALOTYPE_TRY(const auto json, readJson(index));
  CALOTYPE_TRY(const auto map, JsonFields(json, displayPath(index)).object("weight_map"));
  std::set<std::string> names;
  for (const auto& [tensor, file] : json["weight_map"].items()) {
    if (!file.is_string() || !isPlainName(file.get_ref<const std::string&>()))
      return fail(Code::Corrupt, map.where() + ": names something else than a file beside it");
    names.insert(file.get<std::string>());
  }
  std::vector<fs::path> shards;
  for (const auto& name : names) {
    auto path = index.parent_path() / name;
    if (!isFile(path))
      return fail(Code::NotFound, displayPath(path) +
                                      ": is missing; it holds a part of the "
                                      "weights, download it too");
    shards.push_back(std::move(path));
  }
  if (shards.empty()) return fail(Code::Corrupt, map.where() + ": names no file");
  return shards;
}

/// The weights in a form we do not read, if there are any.
std::optional<fs::path> foreignWeights(const fs::path& folder) {
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    const auto extension = entry->path().extension();
    if (extension == ".bin" || extension == ".pt" || extension == ".pth" || extension == ".ckpt")
      return entry->path();
  }
  return std::nullopt;
}

Result<std::vector<fs::path>> findWeights(const Family& family, const fs::path& folder) {
  auto single = folder / family.weightsFile;
  if (isFile(single)) return std::vector{std::move(single)};
  const fs::path index = single.native() + ".index.json";
  if (isFile(index)) return readShards(index);
  if (const auto foreign = foreignWeights(folder)) {
    if (auto opened = SafeTensors::open(*foreign); !opened)
      return tl::make_unexpected(opened.error());
  }
  return fail(Code::NotFound, displayPath(single) +
                                  ": is missing; it holds the weights, download "
                                  "it too");
}

/// merges.txt with vocab.json, or else tokenizer.json, or else merges.txt in whose order CLIP's own
/// vocabulary is; without all three the model knows no texts.
Result<std::optional<fs::path>> findBytePairs(const fs::path& folder) {
  auto merges = folder / "merges.txt";
  const auto vocabulary = folder / "vocab.json";
  auto together = folder / "tokenizer.json";
  if (isFile(merges) && isFile(vocabulary)) return std::optional(std::move(merges));
  if (isFile(together)) return std::optional(std::move(together));
  if (isFile(merges)) return std::optional(std::move(merges));
  if (isFile(vocabulary))
    return fail(Code::NotFound, displayPath(merges) +
                                    ": is missing; the tokenizer needs it beside vocab.json, "
                                    "download it too");
  return std::optional<fs::path>();
}

/// SentencePiece's file. The list of pieces alone (tokenizer.json) is no substitute.
Result<std::optional<fs::path>> findPieces(const fs::path& folder, const char* name) {
  auto pieces = folder / name;
  if (isFile(pieces)) return std::optional(std::move(pieces));
  if (isFile(folder / "tokenizer.json"))
    return fail(Code::NotFound, displayPath(pieces) +
                                    ": is missing (or tokenizer.model, for SigLIP 2); of the "
                                    "forms of this model's vocabulary only these are read, "
                                    "download it too");
  return std::optional<fs::path>();
}

Result<std::optional<fs::path>> findTokenizer(const ModelSpec& spec) {
  switch (spec.vocabularyKind) {
    case VocabularyKind::BytePairs:
      return findBytePairs(spec.folder);
    case VocabularyKind::Pieces:
      return findPieces(spec.folder, "spiece.model");
    case VocabularyKind::GemmaPieces:
      return findPieces(spec.folder, "tokenizer.model");
  }
  return std::optional<fs::path>();
}

Result<std::string> modelTypeOf(const fs::path& config) {
  CALOTYPE_TRY(const auto json, readJson(config));
  const JsonFields fields(json, displayPath(config));
  CALOTYPE_CHECK(fields.check());
  return fields.text("model_type");
}

/// The types that stand in the table of families.
std::string knownTypes() {
  std::string known;
  for (const auto& family : families())
    if (!family.modelType.empty())
      known += (known.empty() ? "" : " and ") + std::string(family.modelType);
  return known;
}

/// Is the configuration of this family? InvalidArgument: it is another's.
Status checkType(const Family& family, const fs::path& config) {
  if (family.modelType.empty()) return {};
  CALOTYPE_TRY(const auto type, modelTypeOf(config));
  if (type == family.modelType) return {};
  const bool known =
      std::ranges::any_of(families(), [&](const Family& other) { return other.modelType == type; });
  return fail(known ? Code::InvalidArgument : Code::Unsupported,
              displayPath(config) + ": model_type is \"" + displayText(type) + "\", and only " +
                  knownTypes() + " are read");
}

Result<ModelSpec> openAs(const Family& family, const fs::path& folder) {
  const auto path = folder / family.configFile;
  CALOTYPE_CHECK(checkType(family, path));
  CALOTYPE_TRY(const auto json, readJson(path));
  const JsonFields config(json, displayPath(path));
  CALOTYPE_CHECK(config.check());
  ModelSpec spec;
  spec.family = family.name;
  spec.folder = folder;
  spec.name = displayPath(folder.filename());
  CALOTYPE_CHECK(family.readArchitecture(config, spec));
  CALOTYPE_CHECK(family.readTransform(config, spec));
  CALOTYPE_TRY(spec.weights, findWeights(family, folder));
  CALOTYPE_TRY(spec.tokenizer, findTokenizer(spec));
  return spec;
}

/// Why a path that is no folder is no model.
tl::unexpected<Error> notAFolder(const fs::path& path) {
  if (!isFile(path))
    return fail(Code::NotFound, displayPath(path) + ": there is no such model folder");
  if (auto opened = SafeTensors::open(path); !opened) return tl::make_unexpected(opened.error());
  return fail(Code::InvalidArgument,
              displayPath(path) + ": is a weights file; name the folder that it lies in");
}

}  // namespace

Result<std::array<float, 3>> readColours(const JsonFields& fields, const char* key, double least,
                                         double most, const std::array<float, 3>& fallback) {
  const auto& list = fields.value(key);
  if (list.is_null()) return fallback;
  if (!list.is_array() || list.size() != 3)
    return fields.wrong(key, "is not a list of three numbers");
  std::array<float, 3> colours{};
  for (std::size_t i = 0; i < 3; ++i) {
    const Json entry{{key, list[i]}};
    CALOTYPE_TRY(const double value, JsonFields(entry, fields.where()).number(key, least, most));
    colours[i] = float(value);
  }
  return colours;
}

Result<ModelSpec> ModelSpec::open(const fs::path& folder) {
  std::error_code error;
  const auto absolute = fs::absolute(folder, error).lexically_normal();
  // "models/starter/" has an empty file name.
  const auto path = absolute.has_filename() ? absolute : absolute.parent_path();
  if (!fs::is_directory(path, error)) return notAFolder(path);

  // A folder may hold both layouts; the first that is complete is taken.
  std::optional<Error> first;
  for (const auto& family : families()) {
    if (!isFile(path / family.configFile)) continue;
    auto spec = openAs(family, path);
    if (spec) return spec;
    const bool another = spec.error().code == Code::InvalidArgument;
    if (!first && !another) first = spec.error();
  }
  if (first) return tl::make_unexpected(*first);
  return fail(Code::NotFound, displayPath(path) +
                                  ": has neither open_clip_config.json nor config.json, so it is "
                                  "not the folder of a CLIP model");
}

}  // namespace calotype::model
