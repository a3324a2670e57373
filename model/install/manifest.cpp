// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/install/manifest.h"

#include <algorithm>
#include <cctype>
#include <numeric>

#include "model/files/json.h"
#include "model/files/model_spec.h"

namespace calotype::model {

namespace {

constexpr std::uint64_t kMostManifestBytes = 1 << 20;
constexpr std::size_t kMostOffers = 200, kMostFiles = 16, kMostTextBytes = 512;
constexpr std::size_t kRevisionDigits = 40, kMostNameBytes = 64;
constexpr double kMostFileBytes = 8.0 * (1ull << 30);  // as SafeTensors allows
constexpr int kFormat = 1;

bool isHex(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

/// Letters, digits and "._-": nothing that leads out of a folder.
bool isPlainName(std::string_view name) {
  const auto plain = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '_' || c == '-';
  };
  return !name.empty() && name.size() <= kMostNameBytes && name.front() != '.' &&
         std::all_of(name.begin(), name.end(), plain);
}

std::string lowered(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return char(std::tolower(c)); });
  return lower;
}

Result<Sha256> readHash(const JsonFields& fields, const char* key) {
  CALOTYPE_TRY(const auto text, fields.text(key));
  Sha256 hash{};
  if (text.size() != 2 * hash.size() || !isHex(text))
    return fields.wrong(key, "is not 64 hexadecimal digits");
  for (std::size_t i = 0; i < hash.size(); ++i)
    hash[i] = std::uint8_t(std::stoul(text.substr(2 * i, 2), nullptr, 16));
  return hash;
}

Result<std::vector<std::string>> readTexts(const JsonFields& fields, const char* key) {
  const Json& list = fields.value(key);
  std::vector<std::string> texts;
  if (!list.is_array() || list.empty()) return fields.wrong(key, "is no list of texts");
  for (const Json& each : list) {
    if (!each.is_string() || each.get_ref<const std::string&>().size() > kMostTextBytes)
      return fields.wrong(key, "has something that is no text of at most 512 bytes");
    texts.push_back(each.get<std::string>());
  }
  return texts;
}

Result<std::optional<double>> readPercent(const JsonFields& fields, const char* key) {
  if (!fields.has(key)) return std::optional<double>();
  CALOTYPE_TRY(const double value, fields.number(key, 0, 100));
  return std::optional(value);
}

Result<OfferedFile> readFileEntry(const Json& json, const std::string& where) {
  const JsonFields fields(json, where);
  CALOTYPE_CHECK(fields.check());
  OfferedFile file;
  CALOTYPE_TRY(file.name, fields.text("name"));
  if (!isPlainName(file.name)) return fields.wrong("name", "is not a plain file name");
  CALOTYPE_TRY(const double bytes, fields.number("bytes", 1, kMostFileBytes));
  file.bytes = std::uint64_t(bytes);
  CALOTYPE_TRY(file.sha256, readHash(fields, "sha256"));
  CALOTYPE_TRY(file.confirmed, fields.truth("confirmed", false));
  return file;
}

Status readFiles(const JsonFields& fields, ModelOffer& offer) {
  const Json& list = fields.value("files");
  if (!list.is_array() || list.size() > kMostFiles) return fields.wrong("files", "is no list");
  for (std::size_t i = 0; i < list.size(); ++i) {
    CALOTYPE_TRY(auto file,
                 readFileEntry(list[i], fields.where() + ", file " + std::to_string(i + 1)));
    offer.files.push_back(std::move(file));
  }
  if (offer.files.empty()) return {};
  if (offer.revision.size() != kRevisionDigits || !isHex(offer.revision))
    return fields.wrong("revision", "is not a full revision of 40 digits");
  const auto weights =
      std::count_if(offer.files.begin(), offer.files.end(),
                    [](const OfferedFile& file) { return file.name.ends_with(".safetensors"); });
  if (weights != 1) return fields.wrong("files", "has not one file of weights (.safetensors)");
  return {};
}

Result<ModelOffer> readOffer(const Json& json, const std::string& where) {
  const JsonFields fields(json, where);
  CALOTYPE_CHECK(fields.check());
  ModelOffer offer;
  CALOTYPE_TRY(offer.id, fields.text("id"));
  if (!isPlainName(offer.id)) return fields.wrong("id", "is not a plain name");
  CALOTYPE_TRY(offer.name, fields.text("name"));
  CALOTYPE_TRY(offer.why, fields.text("why", ""));
  CALOTYPE_TRY(offer.whyGerman, fields.text("why_de", ""));
  CALOTYPE_TRY(offer.architecture, fields.text("architecture"));
  if (auto known = ModelSpec::named(offer.architecture); !known)
    return fields.wrong("architecture", "is none that is known by name");
  CALOTYPE_TRY(offer.licence, fields.text("licence"));
  CALOTYPE_TRY(offer.licenceNote, fields.text("licence_note", ""));
  CALOTYPE_TRY(offer.licenceNoteGerman, fields.text("licence_note_de", ""));
  CALOTYPE_TRY(offer.languages, readTexts(fields, "languages"));
  CALOTYPE_TRY(offer.imageNet, readPercent(fields, "imagenet"));
  CALOTYPE_TRY(offer.cocoTextToImage, readPercent(fields, "coco_text_to_image"));
  CALOTYPE_TRY(offer.cocoImageToText, readPercent(fields, "coco_image_to_text"));
  CALOTYPE_TRY(offer.source, fields.text("source", ""));
  CALOTYPE_TRY(offer.repository, fields.text("repository"));
  CALOTYPE_TRY(offer.revision, fields.text("revision", ""));
  CALOTYPE_TRY(offer.isDefault, fields.truth("default", false));
  CALOTYPE_CHECK(readFiles(fields, offer));
  return offer;
}

}  // namespace

std::uint64_t ModelOffer::bytes() const {
  return std::accumulate(
      files.begin(), files.end(), std::uint64_t(0),
      [](std::uint64_t sum, const OfferedFile& file) { return sum + file.bytes; });
}

bool ModelOffer::isConfirmed() const {
  return std::all_of(files.begin(), files.end(),
                     [](const OfferedFile& file) { return file.confirmed; });
}

Result<Manifest> Manifest::read(const fs::path& file) {
  CALOTYPE_TRY(const auto text, readFile(file, kMostManifestBytes));
  return parse(text, displayPath(file));
}

Result<Manifest> Manifest::parse(std::string_view text, const std::string& where) {
  const auto json = parseJson(text, {kMostManifestBytes, 8});
  if (!json) return fail(json.error().code, where + ": " + json.error().message);
  const JsonFields fields(*json, where);
  CALOTYPE_CHECK(fields.check());
  CALOTYPE_TRY(const int format, fields.integer("format", 1, 1'000'000));
  if (format != kFormat)
    return fields.wrong("format", "is newer than this program knows", Code::NewerVersion);
  Manifest manifest;
  CALOTYPE_TRY(manifest.hosts_, readTexts(fields, "hosts"));
  for (const auto& host : manifest.hosts_)
    if (!host.starts_with("https://")) return fields.wrong("hosts", "has one without https://");
  const Json& list = fields.value("models");
  if (!list.is_array() || list.empty() || list.size() > kMostOffers)
    return fields.wrong("models", "is no list of models");
  for (std::size_t i = 0; i < list.size(); ++i) {
    CALOTYPE_TRY(auto offer, readOffer(list[i], where + ": model " + std::to_string(i + 1)));
    if (manifest.find(offer.id) != nullptr)
      return fields.wrong("models", "has two of the id " + offer.id);
    manifest.offers_.push_back(std::move(offer));
  }
  const auto usual = std::count_if(manifest.offers_.begin(), manifest.offers_.end(),
                                   [](const auto& offer) { return offer.isDefault; });
  if (usual != 1) return fields.wrong("models", "has not exactly one default");
  return manifest;
}

const ModelOffer* Manifest::find(std::string_view name) const {
  const auto wanted = lowered(name);
  const auto found = std::find_if(offers_.begin(), offers_.end(), [&](const ModelOffer& offer) {
    return lowered(offer.id) == wanted || lowered(offer.name) == wanted;
  });
  return found == offers_.end() ? nullptr : &*found;
}

const ModelOffer* Manifest::findByWeights(const Sha256& hash) const {
  for (const auto& offer : offers_)
    for (const auto& file : offer.files)
      if (file.name.ends_with(".safetensors") && file.sha256 == hash) return &offer;
  return nullptr;
}

std::vector<std::string> Manifest::addresses(const ModelOffer& offer,
                                             const OfferedFile& file) const {
  std::vector<std::string> all;
  for (const auto& host : hosts_)
    all.push_back(host + "/" + offer.repository + "/resolve/" + offer.revision + "/" + file.name);
  return all;
}

}  // namespace calotype::model
