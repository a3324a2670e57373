// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <thread>

#include "app/cli/command.h"
#include "app/cli/open_catalog.h"
#include "app/cli/stop_signals.h"
#include "catalog/upkeep.h"

namespace calotype::cli {
namespace {

using nlohmann::ordered_json;

struct Options {
  catalog::CheckRequest check;
  std::string part;
  std::string file;
  bool list = false;
};

/// "3/7": the third of seven.
bool readPart(const std::string& text, catalog::CheckRequest& request) {
  if (text.empty()) return true;
  int read = 0;
  if (std::sscanf(text.c_str(), "%4u/%4u%n", &request.part, &request.parts, &read) != 2 ||
      std::size_t(read) != text.size() || request.part < 1 || request.part > request.parts)
    return false;
  request.photos = true;
  return true;
}

void print(const catalog::Finding& finding, const Common& common) {
  if (common.json)
    std::printf("%s\n", ordered_json{{"what", finding.what},
                                     {"path", displayPath(finding.path)},
                                     {"sound", finding.sound},
                                     {"message", finding.message}}
                            .dump()
                            .c_str());
  else if (!finding.sound || !common.quiet)
    std::printf("%s  %s%s%s\n", finding.sound ? "ok  " : "BAD ", displayPath(finding.path).c_str(),
                finding.path.empty() ? "" : ": ", finding.message.c_str());
}

int check(const Common& common, Options options) {
  if (!readPart(options.part, options.check)) {
    std::fprintf(stderr,
                 "calotype-cli: --part is N/PARTS, such as 1/7: the first of seven parts.\n");
    return Usage;
  }
  const StopSignals signals;
  std::stop_source stop;
  const std::jthread watch([&](std::stop_token ended) {
    while (!ended.stop_requested())
      if (signals.came()) stop.request_stop();
  });
  bool sound = true, usable = true;
  const auto checked = catalog::checkCatalog(
      common.paths(), options.check, stop.get_token(), [&](const catalog::Finding& finding) {
        sound = sound && finding.sound;
        if (!finding.sound && (finding.what == "catalog" || finding.what == "references"))
          usable = false;
        print(finding, common);
      });
  if (!checked) return reportUnopened(checked.error());
  return !usable ? CatalogUnavailable : sound ? Done : SomeFailed;
}

int backup(const Common& common, const Options& options) {
  const auto made = catalog::backUpCatalog(
      common.paths(), options.file.empty() ? std::nullopt : std::optional<fs::path>(options.file));
  if (!made) return reportUnopened(made.error());
  if (common.json)
    std::printf("%s\n", ordered_json{{"path", displayPath(*made)}}.dump().c_str());
  else
    std::printf(
        "%s\nThis is the catalog: tags, albums, ratings and what is known of the photos. "
        "The photos themselves are not in it.\n",
        displayPath(*made).c_str());
  return Done;
}

int list(const Common& common) {
  const auto copies = catalog::Snapshots(common.paths().snapshots()).all();
  for (const auto& copy : copies) {
    const auto path = displayPath(copy.path);
    if (common.json)
      std::printf(
          "%s\n",
          ordered_json{{"path", path}, {"at_ms", copy.atMs}, {"bytes", copy.bytes}}.dump().c_str());
    else
      std::printf("%s  %6.1f MiB  %s\n", catalog::displayTime(copy.atMs).c_str(),
                  double(copy.bytes) / (1 << 20), path.c_str());
  }
  if (!copies.empty()) return Done;
  std::fprintf(stderr, "calotype-cli: There is no copy yet. Make one with: catalog backup\n");
  return NothingFound;
}

void printReplaced(const catalog::Replaced& replaced, const Common& common) {
  const auto kept = replaced.kept ? displayPath(*replaced.kept) : std::string();
  if (common.json) {
    ordered_json line{{"from", displayPath(replaced.from)}, {"kept", kept}};
    if (!replaced.rows.empty()) {
      line["rows"] = replaced.rows;
      line["from_copy"] = replaced.fromCopy;
      line["dropped"] = replaced.dropped;
      line["whole"] = replaced.whole;
    }
    std::printf("%s\n", line.dump().c_str());
    return;
  }
  if (!replaced.from.empty())
    std::printf("The catalog is now the copy %s.\n", displayPath(replaced.from).c_str());
  for (const char* const table : {"photo", "file", "tag", "photo_tag", "album", "embedding"})
    if (const auto rows = replaced.rows.find(table); rows != replaced.rows.end())
      std::printf("%lld rows of %s\n", static_cast<long long>(rows->second), table);
  if (!replaced.whole || replaced.dropped > 0)
    std::printf(
        "Some of it could not be read and is lost; index the folders again to have what "
        "can be had from the photos. A copy may know more: catalog restore --list\n");
  if (!kept.empty()) std::printf("The one before is kept as %s\n", kept.c_str());
}

int finish(const Result<catalog::Replaced>& replaced, const Common& common) {
  if (!replaced) return reportUnopened(replaced.error());
  printReplaced(*replaced, common);
  return replaced->whole && replaced->dropped == 0 ? Done : SomeFailed;
}

int restore(const Common& common, const Options& options) {
  if (options.list) return list(common);
  return finish(catalog::restoreCatalog(
                    common.paths(),
                    options.file.empty() ? std::nullopt : std::optional<fs::path>(options.file)),
                common);
}

}  // namespace

Run setUpCatalog(CLI::App& parser) {
  const auto options = std::make_shared<Options>();
  parser.require_subcommand(1);
  auto* const checking = parser.add_subcommand(
      "check", "Look through the catalog, its copies and caches; nothing is changed");
  checking->add_flag("--photos", options->check.photos,
                     "Read every photo again too and compare it with what it was");
  checking->add_option("--part", options->part,
                       "Of the photos only this part: 1/7, 2/7, … on seven days");
  auto* const backing = parser.add_subcommand(
      "backup", "Make a whole, checked copy of the catalog, even while it is in use");
  backing->add_option("FILE", options->file,
                      "File or folder to copy to (default: the catalog's own copies)");
  auto* const restoring =
      parser.add_subcommand("restore", "Put a copy in the catalog's place; the one before is kept");
  restoring->add_option("FILE", options->file, "The copy (default: the newest sound one)");
  restoring->add_flag("--list", options->list, "List the copies and change nothing");
  auto* const rebuilding = parser.add_subcommand(
      "rebuild", "Make the catalog anew from what can be read of it; the one before is kept");
  return [=](const Common& common) {
    if (checking->parsed()) return check(common, *options);
    if (backing->parsed()) return backup(common, *options);
    if (rebuilding->parsed()) return finish(catalog::rebuildCatalog(common.paths()), common);
    return restore(common, *options);
  };
}

}  // namespace calotype::cli
