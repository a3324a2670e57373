// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/open_catalog.h"

namespace calotype::cli {
namespace {

std::vector<std::string> excludedIn(const catalog::Root& root) {
  std::vector<std::string> folders;
  for (const auto& folder : root.excluded) folders.push_back(displayPath(root.path / folder));
  return folders;
}

int list(const Common& common) {
  const auto catalog = openToRead(common, {});
  if (!catalog) return reportUnopened(catalog.error());
  const auto roots = (*catalog)->roots();
  if (!roots) return report(roots.error());
  const auto folders = (*catalog)->folders();
  if (!folders) return report(folders.error());

  for (const auto& root : *roots) {
    std::int64_t photos = 0;
    for (const auto& folder : *folders)
      if (folder.path == root.path) photos = folder.photos;
    const auto path = displayPath(root.path);
    if (common.json)
      std::printf("%s\n", nlohmann::ordered_json{{"path", path},
                                                 {"photos", photos},
                                                 {"available", root.available},
                                                 {"writable", root.writable},
                                                 {"volume", root.volume},
                                                 {"excluded", excludedIn(root)}}
                              .dump()
                              .c_str());
    else
      std::printf("%s  %lld photos%s\n", path.c_str(), static_cast<long long>(photos),
                  !root.available ? "  (not there now)"
                  : root.writable ? ""
                                  : "  (can only be read)");
    if (!common.json)
      for (const auto& folder : excludedIn(root)) std::printf("%s  left out\n", folder.c_str());
  }
  if (!roots->empty()) return Done;
  std::fprintf(stderr, "calotype-cli: The catalog knows no folder. Add one: index FOLDER\n");
  return NothingFound;
}

fs::path absolutePath(const fs::path& folder) {
  std::error_code failed;
  auto path = fs::weakly_canonical(folder, failed);
  return failed ? fs::absolute(folder) : path;
}

int remove(const Common& common, const fs::path& folder) {
  const auto catalog = openToChange(common, {});
  if (!catalog) return reportUnopened(catalog.error());
  const auto removed = (*catalog)->removeFolder(absolutePath(folder));
  return removed ? Done : report(removed.error());
}

int exclude(const Common& common, const fs::path& folder) {
  const auto catalog = openToChange(common, {});
  if (!catalog) return reportUnopened(catalog.error());
  if (const auto done = (*catalog)->excludeFolder(absolutePath(folder)); !done)
    return report(done.error());
  if (!common.quiet)
    std::fprintf(stderr,
                 "calotype-cli: What was known of the photos in there is gone. Copies of the "
                 "catalog have it until they are replaced, after a few weeks.\n");
  return Done;
}

int include(const Common& common, const fs::path& folder) {
  const auto catalog = openToChange(common, {});
  if (!catalog) return reportUnopened(catalog.error());
  if (const auto done = (*catalog)->includeFolder(absolutePath(folder)); !done)
    return report(done.error());
  (*catalog)->waitForIndexing();
  return Done;
}

}  // namespace

Run setUpFolders(CLI::App& parser) {
  const auto folder = std::make_shared<std::string>();
  auto* const removal = parser.add_subcommand(
      "remove", "Forget a folder and its photos; the files are never touched");
  removal->add_option("PATH", *folder, "The folder")->required();
  auto* const exclusion = parser.add_subcommand(
      "exclude", "Never look into a folder, and forget all that is known of its photos");
  exclusion->add_option("PATH", *folder, "The folder")->required();
  auto* const inclusion =
      parser.add_subcommand("include", "Look again into a folder that was left out");
  inclusion->add_option("PATH", *folder, "The folder")->required();
  return [=](const Common& common) {
    if (exclusion->parsed()) return exclude(common, *folder);
    if (inclusion->parsed()) return include(common, *folder);
    return removal->parsed() ? remove(common, *folder) : list(common);
  };
}

}  // namespace calotype::cli
