// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/open_catalog.h"

#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "model/base/install_paths.h"

namespace calotype::cli {

const char* const kStarterNote =
    "The answers come from the small model that is built in, which is basic. Get a better one "
    "with: "
    "calotype-cli model install NAME (calotype-cli model list), or give one with --model DIR.";

namespace {

/// As messages are: LC_ALL, LC_MESSAGES, LANG (locale(7)).
catalog::Language tagLanguage() {
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"})
    if (const char* const value = std::getenv(variable); value != nullptr && value[0] != '\0')
      return std::string_view(value).starts_with("de") ? catalog::Language::German
                                                       : catalog::Language::English;
  return catalog::Language::English;
}

catalog::CatalogOptions optionsFor(const Common& common, const ModelChoice& choice) {
  catalog::CatalogOptions options;
  options.paths = common.paths();
  options.starterModel = starterModelFolder();
  options.decoderProgram = decoderProgram();
  options.vocabulary = vocabularyFile();
  options.tagLanguage = tagLanguage();
  options.model = choice.folder;
  options.encoder = choice.encoder();
  return options;
}

Result<OpenCatalog> opened(catalog::CatalogOptions options) {
  CALOTYPE_TRY(auto catalog, catalog::Catalog::open(std::move(options)));
  return OpenCatalog(catalog.release());
}

}  // namespace

void Settle::operator()(catalog::Catalog* catalog) const {
  const std::unique_ptr<catalog::Catalog> closed(catalog);
  if (!wait) return;
  catalog->settleWords();
  if (const auto kept = catalog->keepDailyCopy(); !kept)
    std::fprintf(stderr, "calotype-cli: no copy of the catalog was made today: %s\n",
                 kept.error().message.c_str());
}

model::EncoderOptions ModelChoice::encoder() const {
  model::EncoderOptions options;
  options.device = device == "cpu"    ? model::Device::Cpu
                   : device == "cuda" ? model::Device::Cuda
                                      : model::Device::Automatic;
  options.precision = model::precisionNamed(precision).value_or(model::Precision::Automatic);
  return options;
}

Result<std::unique_ptr<model::Encoder>> ModelChoice::open() const {
  CALOTYPE_TRY(const auto installed,
               model::ModelStore::open(folder.empty() ? starterModelFolder() : fs::path(folder)));
  return model::openEncoder(installed, encoder());
}

void ModelChoice::addModelTo(CLI::App& parser) {
  parser.add_option("--model", folder, "Folder of the model to use (default: the catalog's)");
  parser.add_option("--device", device, "What the model runs on")
      ->check(CLI::IsMember({"auto", "cpu", "cuda"}))
      ->capture_default_str();
}

void ModelChoice::addTo(CLI::App& parser) {
  addModelTo(parser);
  std::vector<std::string> names;
  for (const auto& row : model::kPrecisions) names.emplace_back(row.name);
  parser
      .add_option("--precision", precision,
                  "The model's arithmetic; auto is the fastest that keeps its quality")
      ->check(CLI::IsMember(names))
      ->capture_default_str();
}

Result<OpenCatalog> openToChange(const Common& common, const ModelChoice& choice, bool watch) {
  auto options = optionsFor(common, choice);
  options.watch = watch;
  return opened(std::move(options));
}

Result<OpenCatalog> openToRead(const Common& common, const ModelChoice& choice) {
  auto options = optionsFor(common, choice);
  options.readOnly = true;
  if (std::error_code ignored; !fs::exists(options.paths.database(), ignored))
    return fail(Code::NotFound, "There is no catalog in " + displayPath(options.paths.data) +
                                    " yet. Make one with: calotype-cli index FOLDER");
  return opened(std::move(options));
}

int reportUnopened(const Error& error) {
  const int exitCode = report(error);
  if (error.code == Code::NotFound) return NothingFound;
  return error.code == Code::Corrupt ? CatalogUnavailable : exitCode;
}

}  // namespace calotype::cli
