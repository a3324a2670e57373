// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "app/cli/command.h"
#include "app/cli/open_catalog.h"

namespace calotype::cli {
namespace {

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
                                                 {"volume", root.volume}}
                              .dump()
                              .c_str());
    else
      std::printf("%s  %lld photos%s\n", path.c_str(), static_cast<long long>(photos),
                  !root.available ? "  (not there now)"
                  : root.writable ? ""
                                  : "  (can only be read)");
  }
  if (!roots->empty()) return Done;
  std::fprintf(stderr, "calotype-cli: The catalog knows no folder. Add one: index FOLDER\n");
  return NothingFound;
}

int remove(const Common& common, const fs::path& folder) {
  const auto catalog = openToChange(common, {});
  if (!catalog) return reportUnopened(catalog.error());
  std::error_code failed;
  const fs::path absolute = fs::weakly_canonical(folder, failed);
  const auto removed = (*catalog)->removeFolder(failed ? fs::absolute(folder) : absolute);
  return removed ? Done : report(removed.error());
}

}  // namespace

Run setUpFolders(CLI::App& parser) {
  const auto folder = std::make_shared<std::string>();
  auto* const removal = parser.add_subcommand(
      "remove", "Forget a folder and its photos; the files are never touched");
  removal->add_option("PATH", *folder, "The folder")->required();
  return [folder, removal](const Common& common) {
    return removal->parsed() ? remove(common, *folder) : list(common);
  };
}

}  // namespace calotype::cli
