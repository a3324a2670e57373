// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/model_commands.h"
#include "app/cli/open_catalog.h"
#include "catalog/settings.h"
#include "model/base/install_paths.h"
#include "model/files/cost.h"
#include "model/files/model_store.h"
#include "model/install/installer.h"

namespace calotype::cli {
namespace {

using Json = nlohmann::ordered_json;

Json figure(const std::optional<double>& value) {
  return value ? Json(*value) : Json();
}

model::ModelStore storeOf(const Common& common) {
  return {common.paths().models, starterModelFolder()};
}

/// Folders of the model that the catalog makes vectors with, and of the one that answers until they
/// are complete; empty: none yet, or no catalog.
struct InUse {
  fs::path model, former;
};

InUse modelsInUse(const Common& common) {
  const auto catalog = openToRead(common, {});
  if (!catalog) return {};
  const auto folderOf = [&](const char* setting) {
    const auto key = (*catalog)->setting(setting).value_or("");
    return key.empty() ? fs::path() : storeOf(common).folderOf(key);
  };
  return {folderOf(catalog::kModelSetting), folderOf(catalog::kFormerModelSetting)};
}

bool isSame(const fs::path& a, const fs::path& b) {
  std::error_code error;
  return !a.empty() && fs::equivalent(a, b, error) && !error;
}

struct Row {
  std::string name, state;  // state: in use, answering, installed, available, import
  const model::ModelOffer* offer = nullptr;
  const model::ModelSpec* spec = nullptr;  // of an installed one
  std::uint64_t bytes = 0;
};

Json asJson(const Row& row) {
  Json json{{"name", row.name}, {"state", row.state}};
  json["folder"] = row.spec ? Json(displayPath(row.spec->folder)) : Json();
  json["dims"] = row.spec ? Json(row.spec->dims) : Json();
  json["starter"] = row.spec != nullptr && row.spec->folder == starterModelFolder();
  json["bytes"] = row.bytes == 0 ? Json() : Json(row.bytes);
  if (row.offer == nullptr) return json;
  json["title"] = row.offer->name;
  json["why"] = row.offer->why;
  json["default"] = row.offer->isDefault;
  json["licence"] = row.offer->licence;
  json["licence_note"] = row.offer->licenceNote;
  json["languages"] = row.offer->languages;
  json["imagenet"] = figure(row.offer->imageNet);
  json["coco_text_to_image"] = figure(row.offer->cocoTextToImage);
  json["coco_image_to_text"] = figure(row.offer->cocoImageToText);
  json["source"] = row.offer->source;
  json["repository"] = row.offer->repository;
  json["revision"] = row.offer->revision;
  json["confirmed"] = row.offer->isConfirmed();
  return json;
}

void print(const Row& row) {
  std::printf("%-22s %-10s", row.name.c_str(), row.state.c_str());
  if (row.bytes > 0)
    std::printf(" %6.0f MB", double(row.bytes) / 1e6);
  else
    std::printf(" %9s", "");
  if (row.offer != nullptr) {
    std::printf("  %s  %s%s", row.offer->licence.c_str(),
                row.offer->isDefault ? "Recommended. " : "", row.offer->why.c_str());
    if (row.offer->canBeDownloaded() && !row.offer->isConfirmed())
      std::printf(" (checksum not confirmed by its authors' page)");
  } else if (row.spec != nullptr && row.spec->folder == starterModelFolder()) {
    std::printf("  comes with Calotype; basic");
  }
  std::printf("\n");
}

std::uint64_t bytesOf(const model::ModelSpec& spec) {
  std::uint64_t bytes = 0;
  for (const auto& file : spec.weights) {
    std::error_code error;
    const auto size = fs::file_size(file, error);
    if (!error) bytes += size;
  }
  return bytes;
}

int list(const Common& common) {
  const auto manifest = model::Manifest::read(modelsFile());
  if (!manifest) return report(manifest.error());
  const auto models = storeOf(common).list();
  const auto inUse = modelsInUse(common);
  const auto stateOf = [&](const fs::path& folder) {
    if (isSame(folder, inUse.model)) return "in use";
    return isSame(folder, inUse.former) ? "answering" : "installed";
  };
  std::vector<Row> rows;
  for (const auto& spec : models) {
    const auto name = spec.folder.filename().string();
    rows.push_back({name, stateOf(spec.folder), manifest->find(name), &spec, bytesOf(spec)});
  }
  for (const auto& offer : manifest->offers()) {
    const bool there =
        std::any_of(rows.begin(), rows.end(), [&](const Row& row) { return row.name == offer.id; });
    if (!there)
      rows.push_back({offer.id, offer.canBeDownloaded() ? "available" : "import", &offer, nullptr,
                      offer.bytes()});
  }
  for (const auto& row : rows)
    common.json ? (void)std::printf("%s\n", asJson(row).dump().c_str()) : print(row);
  if (!common.json && !common.quiet)
    std::fprintf(stderr,
                 "calotype-cli: Get one with: calotype-cli model install NAME. Those marked "
                 "\"import\" are downloaded by hand: calotype-cli model import FOLDER\n");
  return Done;
}

Result<fs::path> folderOf(const Common& common, const std::string& name) {
  if (name == starterModelFolder().filename()) return starterModelFolder();
  return model::Installer(common.paths().models).folderOf(name);
}

void printChange(const std::string& name, const std::optional<catalog::ModelChange>& change) {
  if (!change) {
    std::fprintf(stderr, "calotype-cli: %s is used from now on.\n", name.c_str());
    return;
  }
  std::fprintf(stderr,
               "calotype-cli: %s is used from now on. Until it has seen the photos (%lld of %lld "
               "so far), %s answers. It looks at them with: calotype-cli index --all\n",
               name.c_str(), static_cast<long long>(change->seen),
               static_cast<long long>(change->of),
               displayText(change->from.filename().string()).c_str());
}

int use(const Common& common, const std::string& name) {
  const auto folder = folderOf(common, name);
  if (!folder) return report(folder.error());
  const auto catalog = openToChange(common, {});
  if (!catalog) return reportUnopened(catalog.error());
  if (const auto used = (*catalog)->useModel(*folder); !used) return report(used.error());
  const auto change = (*catalog)->modelChangeNow();
  if (!change) return report(change.error());
  if (!common.quiet) printChange(name, *change);
  return Done;
}

int remove(const Common& common, const std::string& name) {
  model::Installer installer(common.paths().models);
  const auto folder = installer.folderOf(name);
  if (!folder) return report(folder.error());
  const auto inUse = modelsInUse(common);
  if (isSame(*folder, inUse.model) || isSame(*folder, inUse.former))
    return report({Code::Busy, name + " is in use. Choose another model first, with: calotype-cli "
                                      "model use NAME"});
  if (const auto removed = installer.remove(name); !removed) return report(removed.error());
  if (!common.quiet) std::fprintf(stderr, "calotype-cli: %s is removed.\n", name.c_str());
  return Done;
}

}  // namespace

Run setUpModel(CLI::App& parser) {
  struct Sub {
    CLI::App* parser;
    Run run;
  };
  const auto subs = std::make_shared<std::vector<Sub>>();
  const auto add = [&](const char* name, const char* help, auto setUp) {
    auto* const sub = parser.add_subcommand(name, help);
    sub->fallthrough();
    subs->push_back({sub, setUp(*sub)});
  };
  const auto named = [](auto run) {
    return [run](CLI::App& sub) -> Run {
      const auto name = std::make_shared<std::string>();
      sub.add_option("NAME", *name, "As model list names it")->required();
      return [name, run](const Common& common) { return run(common, *name); };
    };
  };
  add("list", "The models at hand, and those that can be had",
      [](CLI::App&) -> Run { return [](const Common& common) { return list(common); }; });
  add("install", "Download a model, check it and put it in place", setUpModelInstall);
  add("import", "Copy a model from a folder, or from the Hugging Face cache", setUpModelImport);
  add("use", "Find and tag with this model from now on", named(use));
  add("remove", "Take an installed model away", named(remove));
  add("info", "What a model is made of and what it costs, on paper and measured", setUpModelInfo);
  parser.require_subcommand(1);
  return [subs](const Common& common) {
    for (const auto& sub : *subs)
      if (sub.parser->parsed()) return sub.run(common);
    return int(Usage);
  };
}

}  // namespace calotype::cli
