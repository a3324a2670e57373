// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/open_catalog.h"
#include "catalog/settings.h"

namespace calotype::cli {
namespace {

using catalog::WordsState;

const char* nameOf(WordsState::Kind kind) {
  switch (kind) {
    case WordsState::Kind::Pending:
      return "pending";
    case WordsState::Kind::Written:
      return "written";
    case WordsState::Kind::Failed:
      return "failed";
    case WordsState::Kind::Conflict:
      return "conflict";
    default:
      return "none";
  }
}

std::string inWords(const WordsState& state) {
  if (state.kind != WordsState::Kind::Conflict) return state.message;
  std::string text = "the sidecar says";
  if (state.otherRating) text += " rating " + std::to_string(*state.otherRating);
  if (state.otherCaption)
    text += (state.otherRating ? "," : "") + std::string(" caption \"") +
            displayText(*state.otherCaption) + '"';
  return text + "; settle it with: calotype-cli metadata take|keep FILE";
}

void print(const WordsState& state, bool json) {
  if (!json) {
    std::printf("%-9s %s\n          %s\n", nameOf(state.kind), displayPath(state.file).c_str(),
                inWords(state).c_str());
    return;
  }
  nlohmann::ordered_json line{
      {"path", displayPath(state.file)}, {"state", nameOf(state.kind)}, {"message", state.message}};
  if (state.otherRating) line["sidecar_rating"] = *state.otherRating;
  if (state.otherCaption) line["sidecar_caption"] = displayText(*state.otherCaption);
  std::printf("%s\n", line.dump().c_str());
}

int show(const Common& common) {
  const auto catalog = openToRead(common, {});
  if (!catalog) return reportUnopened(catalog.error());
  const auto setting = (*catalog)->setting(catalog::kSidecars);
  if (!setting) return report(setting.error());
  const auto roots = (*catalog)->roots();
  if (!roots) return report(roots.error());
  const auto counts = (*catalog)->countsNow();
  if (!counts) return report(counts.error());
  const auto troubles = (*catalog)->wordTroubles();
  if (!troubles) return report(troubles.error());
  if (!common.json) {
    std::printf("sidecars  %s\n", *setting == "1" ? "written (rose.jpg.xmp)" : "not written");
    for (const auto& root : *roots)
      if (root.embeds)
        std::printf("embed     into the photos of %s\n", displayPath(root.path).c_str());
    std::printf("waiting   %lld photos\n", static_cast<long long>(counts->unwritten));
  }
  for (const auto& trouble : *troubles) print(trouble.state, common.json);
  return troubles->empty() ? Done : SomeFailed;
}

int switchSidecars(const Common& common, bool on) {
  const auto catalog = openToChange(common, {});
  if (!catalog) return reportUnopened(catalog.error());
  const auto set = (*catalog)->setSetting(catalog::kSidecars, on ? "1" : "0");
  return set ? Done : report(set.error());
}

int switchEmbedding(const Common& common, bool on, const fs::path& folder) {
  const auto catalog = openToChange(common, {});
  if (!catalog) return reportUnopened(catalog.error());
  std::error_code failed;
  const fs::path absolute = fs::weakly_canonical(folder, failed);
  const auto set = (*catalog)->setEmbeds(failed ? folder : absolute, on);
  return set ? Done : report(set.error());
}

int retry(const Common& common) {
  const auto catalog = openToChange(common, {});
  if (!catalog) return reportUnopened(catalog.error());
  if (const auto due = (*catalog)->retryWords(); !due) return report(due.error());
  (*catalog)->settleWords();
  const auto troubles = (*catalog)->wordTroubles();
  if (!troubles) return report(troubles.error());
  for (const auto& trouble : *troubles) print(trouble.state, common.json);
  return troubles->empty() ? Done : SomeFailed;
}

int decide(const Common& common, catalog::Catalog::Word word,
           const std::vector<std::string>& files) {
  const auto catalog = openToChange(common, {});
  if (!catalog) return reportUnopened(catalog.error());
  int exitCode = Done;
  for (const auto& file : files) {
    const auto photo = (*catalog)->photoAt(file);
    const auto decided = photo ? (*catalog)->decideWords(*photo, word)
                               : Result<catalog::EditDone>(tl::make_unexpected(photo.error()));
    if (!decided) exitCode = report(decided.error());
  }
  return exitCode;
}

struct Options {
  std::string state, folder;
  std::vector<std::string> files;
  std::optional<int> rating;
  std::optional<std::string> caption;
  std::vector<std::string> add, remove;
};

/// One edit each, in the order in which --help lists them.
Result<std::vector<catalog::EditAction>> actionsOf(catalog::Catalog& catalog,
                                                   const Options& options,
                                                   const std::vector<catalog::PhotoId>& photos) {
  std::vector<catalog::EditAction> actions;
  if (options.rating) actions.emplace_back(catalog::SetRating{*options.rating});
  if (options.caption) actions.emplace_back(catalog::SetCaption{*options.caption});
  for (const auto& path : options.add) actions.emplace_back(catalog::AddTag{path});
  CALOTYPE_TRY(const auto borne, catalog.tagsOf(photos));
  for (const auto& path : options.remove)
    for (const auto& tag : borne) {
      CALOTYPE_TRY(const auto written, catalog.tagPath(tag.tag));
      if (written == path || tag.name == path) actions.emplace_back(catalog::RemoveTag{tag.tag});
    }
  return actions;
}

int set(const Common& common, const Options& options) {
  const auto catalog = openToChange(common, {});
  if (!catalog) return reportUnopened(catalog.error());
  std::vector<catalog::PhotoId> photos;
  int exitCode = Done;
  for (const auto& file : options.files) {
    const auto photo = (*catalog)->photoAt(file);
    if (photo)
      photos.push_back(*photo);
    else
      exitCode = report(photo.error());
  }
  auto actions = actionsOf(**catalog, options, photos);
  if (!actions) return report(actions.error());
  for (auto& action : *actions)
    if (const auto done = (*catalog)->edit({std::move(action), photos}); !done)
      return report(done.error());
  return exitCode;
}

void addSet(CLI::App& command, Options& options) {
  command.add_option("FILE", options.files, "Photos of the catalog")->required();
  command.add_option("--rating", options.rating, "Stars, 0 to 5")->check(CLI::Range(0, 5));
  command.add_option("--caption", options.caption, "A caption; an empty one takes it away");
  command.add_option("--add", options.add, "A tag to give, levels apart by /")
      ->allow_extra_args(false);
  command.add_option("--remove", options.remove, "A tag to take away")->allow_extra_args(false);
}

CLI::App* addSwitch(CLI::App& parser, const char* name, const char* help, Options& options) {
  auto* const command = parser.add_subcommand(name, help);
  command->add_option("STATE", options.state, "on or off")
      ->required()
      ->check(CLI::IsMember({"on", "off"}));
  return command;
}

CLI::App* addDecision(CLI::App& parser, const char* name, const char* help, Options& options) {
  auto* const command = parser.add_subcommand(name, help);
  command->add_option("FILE", options.files, "Photos of the catalog")->required();
  return command;
}

}  // namespace

Run setUpMetadata(CLI::App& parser) {
  const auto options = std::make_shared<Options>();
  auto* const setting =
      parser.add_subcommand("set", "Give photos a rating, a caption or tags, or take tags away");
  addSet(*setting, *options);
  auto* const sidecars = addSwitch(
      parser, "sidecars", "Whether they are written beside the photos (rose.jpg.xmp)", *options);
  auto* const embed = addSwitch(
      parser, "embed", "Whether they are written into the photos of a folder themselves", *options);
  embed->add_option("FOLDER", options->folder, "A folder of the catalog")->required();
  auto* const again =
      parser.add_subcommand("retry", "Try again what could not be written, and list it");
  auto* const take = addDecision(
      parser, "take", "Settle conflicts: what the sidecar says becomes the catalog's", *options);
  auto* const keep = addDecision(
      parser, "keep", "Settle conflicts: what the catalog says becomes the sidecar's", *options);
  return [=](const Common& common) {
    if (setting->parsed()) return set(common, *options);
    if (sidecars->parsed()) return switchSidecars(common, options->state == "on");
    if (embed->parsed()) return switchEmbedding(common, options->state == "on", options->folder);
    if (again->parsed()) return retry(common);
    if (take->parsed()) return decide(common, catalog::Catalog::Word::Sidecar, options->files);
    if (keep->parsed()) return decide(common, catalog::Catalog::Word::Catalog, options->files);
    return show(common);
  };
}

}  // namespace calotype::cli
