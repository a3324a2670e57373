// SPDX-License-Identifier: GPL-3.0-or-later
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
#include "model/install/model_list.h"

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

/// in use, answering, installed, available, import.
const char* stateOf(const model::ListedModel& listed, const InUse& inUse) {
  if (!listed.spec) return listed.offer->canBeDownloaded() ? "available" : "import";
  if (isSame(listed.spec->folder, inUse.model)) return "in use";
  return isSame(listed.spec->folder, inUse.former) ? "answering" : "installed";
}

Json asJson(const model::ListedModel& listed, const char* state) {
  Json json{{"name", listed.name}, {"state", state}};
  json["folder"] = listed.spec ? Json(displayPath(listed.spec->folder)) : Json();
  json["dims"] = listed.spec ? Json(listed.spec->dims) : Json();
  json["starter"] = listed.starter;
  json["bytes"] = listed.bytes == 0 ? Json() : Json(listed.bytes);
  if (!listed.offer) return json;
  const auto& offer = *listed.offer;
  json["title"] = offer.name;
  json["why"] = offer.why;
  json["default"] = offer.isDefault;
  json["licence"] = offer.licence;
  json["licence_note"] = offer.licenceNote;
  json["languages"] = offer.languages;
  json["imagenet"] = figure(offer.imageNet);
  json["coco_text_to_image"] = figure(offer.cocoTextToImage);
  json["coco_image_to_text"] = figure(offer.cocoImageToText);
  json["source"] = offer.source;
  json["repository"] = offer.repository;
  json["revision"] = offer.revision;
  json["confirmed"] = offer.isConfirmed();
  return json;
}

void print(const model::ListedModel& listed, const char* state) {
  std::printf("%-22s %-10s", displayText(listed.name).c_str(), state);
  if (listed.bytes > 0)
    std::printf(" %6.0f MB", double(listed.bytes) / 1e6);
  else
    std::printf(" %9s", "");
  if (listed.offer) {
    std::printf("  %s  %s%s", listed.offer->licence.c_str(),
                listed.offer->isDefault ? "Recommended. " : "", listed.offer->why.c_str());
    if (listed.offer->canBeDownloaded() && !listed.offer->isConfirmed())
      std::printf(" (checksum not confirmed by its authors' page)");
  } else if (listed.starter) {
    std::printf("  comes with Calotype; basic");
  }
  std::printf("\n");
}

int list(const Common& common) {
  const auto manifest = model::Manifest::read(modelsFile());
  if (!manifest) return report(manifest.error());
  const auto inUse = modelsInUse(common);
  for (const auto& listed :
       model::listModels(storeOf(common), model::Installer(common.paths().models), *manifest)) {
    const auto* const state = stateOf(listed, inUse);
    common.json ? (void)std::printf("%s\n", asJson(listed, state).dump().c_str())
                : print(listed, state);
  }
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
