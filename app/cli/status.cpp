// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/open_catalog.h"

namespace calotype::cli {
namespace {

struct Standing {
  fs::path catalog;
  std::vector<catalog::Root> roots;
  catalog::Counts counts;
  catalog::ModelStatus model;
  std::optional<catalog::ModelChange> change;
  std::vector<std::string> problems;
};

Result<Standing> takeStock(catalog::Catalog& catalog, const Common& common) {
  Standing standing;
  standing.catalog = fs::absolute(common.paths().database());
  standing.model = catalog.waitForModel();
  CALOTYPE_TRY(standing.roots, catalog.roots());
  CALOTYPE_TRY(standing.counts, catalog.countsNow());
  CALOTYPE_TRY(standing.change, catalog.modelChangeNow());
  for (const auto& root : standing.roots)
    if (!root.available)
      standing.problems.push_back(displayPath(root.path) +
                                  " is not there now. Its photos are kept until it is back.");
  const auto& model = standing.model;
  if (model.error) standing.problems.push_back(model.error->message);
  if (!model.device.warning.empty()) standing.problems.push_back(model.device.warning);
  if (standing.counts.unreadable > 0)
    standing.problems.push_back(std::to_string(standing.counts.unreadable) +
                                " files could not be read; index names each with its reason.");
  return standing;
}

void printJson(const Standing& standing) {
  const auto& counts = standing.counts;
  nlohmann::ordered_json line{{"catalog", displayPath(standing.catalog)},
                              {"photos", counts.photos},
                              {"files", counts.files},
                              {"unreadable", counts.unreadable},
                              {"films", counts.films},
                              {"missing", counts.missing},
                              {"embedded", counts.embedded},
                              {"unwritten", counts.unwritten},
                              {"conflicts", counts.conflicts},
                              {"model", standing.model.name},
                              {"starter", standing.model.starter},
                              {"dimensions", standing.model.dims},
                              {"device", standing.model.device.description},
                              {"model_change", nullptr},
                              {"folders", nlohmann::json::array()},
                              {"problems", standing.problems}};
  if (standing.change)
    line["model_change"] = {{"from", displayPath(standing.change->from)},
                            {"to", displayPath(standing.change->to)},
                            {"seen", standing.change->seen},
                            {"of", standing.change->of}};
  for (const auto& root : standing.roots) line["folders"].push_back(displayPath(root.path));
  std::printf("%s\n", line.dump().c_str());
}

void printText(const Standing& standing) {
  const auto& counts = standing.counts;
  std::printf("catalog     %s\n", displayPath(standing.catalog).c_str());
  for (const auto& root : standing.roots)
    std::printf("folder      %s\n", displayPath(root.path).c_str());
  std::printf("photos      %lld in %lld files, %lld missing, %lld unreadable\n",
              static_cast<long long>(counts.photos), static_cast<long long>(counts.files),
              static_cast<long long>(counts.missing), static_cast<long long>(counts.unreadable));
  if (counts.films > 0)
    std::printf("films       %lld of these, found by name and date\n",
                static_cast<long long>(counts.films));
  std::printf("searchable  %lld of %lld photos have a vector of the model in use\n",
              static_cast<long long>(counts.embedded),
              static_cast<long long>(counts.photos - counts.films));
  if (counts.unwritten > 0 || counts.conflicts > 0)
    std::printf(
        "beside      %lld photos still to be written beside, %lld in conflict; see: "
        "calotype-cli metadata\n",
        static_cast<long long>(counts.unwritten), static_cast<long long>(counts.conflicts));
  if (!standing.model.error)
    std::printf("model       %s, %d dimensions, on %s\n", standing.model.name.c_str(),
                standing.model.dims, standing.model.device.description.c_str());
  if (standing.model.starter) std::printf("            %s\n", kStarterNote);
  if (standing.change)
    std::printf(
        "changing    to %s, which has seen %lld of %lld photos; calotype-cli index --all "
        "goes on\n",
        displayPath(standing.change->to.filename()).c_str(),
        static_cast<long long>(standing.change->seen), static_cast<long long>(standing.change->of));
  for (const auto& problem : standing.problems) std::printf("problem     %s\n", problem.c_str());
}

int status(const Common& common, const ModelChoice& choice) {
  const auto catalog = openToRead(common, choice);
  if (!catalog) return reportUnopened(catalog.error());
  const auto standing = takeStock(**catalog, common);
  if (!standing) return report(standing.error());
  if (common.json)
    printJson(*standing);
  else
    printText(*standing);
  return Done;
}

}  // namespace

Run setUpStatus(CLI::App& parser) {
  const auto choice = std::make_shared<ModelChoice>();
  choice->addTo(parser);
  return [choice](const Common& common) { return status(common, *choice); };
}

}  // namespace calotype::cli
