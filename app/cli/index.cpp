// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <thread>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/open_catalog.h"
#include "app/cli/stop_signals.h"
#include "catalog/settings.h"

namespace calotype::cli {
namespace {

struct Options {
  std::vector<std::string> folders;
  bool all = false;
  bool acceptMissing = false;
  bool watch = false;
  bool retry = false;
  bool stats = false;
  ModelChoice model;
};

void printProgress(const catalog::Progress& progress) {
  std::fprintf(stderr, "\r\033[K%lld photos found, %lld read, %lld encoded",
               static_cast<long long>(progress.found), static_cast<long long>(progress.decoded),
               static_cast<long long>(progress.encoded));
  if (progress.atEncoder > 0)
    std::fprintf(stderr, " (%lld wait)", static_cast<long long>(progress.atEncoder));
  if (progress.photosPerSecond > 0) std::fprintf(stderr, ", %.1f/s", progress.photosPerSecond);
  if (progress.secondsLeft) std::fprintf(stderr, ", %.0f s left", *progress.secondsLeft);
  std::fflush(stderr);
}

/// Runs the indexing that was started; a signal stops it, a terminal shows how far it is.
catalog::IndexReport attend(catalog::Catalog& catalog, const StopSignals& signals, bool show) {
  std::jthread watch([&](std::stop_token ended) {
    while (!ended.stop_requested()) {
      if (signals.came()) catalog.stopIndexing();
      if (show) printProgress(catalog.progress());
    }
    if (show) std::fputs("\r\033[K", stderr);
  });
  return catalog.waitForIndexing();
}

bool isWithin(const fs::path& path, const std::vector<fs::path>& folders) {
  for (const auto& folder : folders) {
    const auto [end, ignored] =
        std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
    if (end == folder.end()) return true;
  }
  return folders.empty();
}

/// One line on stderr for every file that could not become a photo.
Status printFailures(catalog::Catalog& catalog, const std::vector<fs::path>& folders) {
  CALOTYPE_TRY(const auto failures, catalog.failuresNow());
  for (const auto& failure : failures)
    if (isWithin(failure.path, folders))
      std::fprintf(stderr, "%s: %s\n", displayPath(failure.path).c_str(), failure.message.c_str());
  return {};
}

void printReport(const catalog::IndexReport& report, bool json) {
  const auto done = report.indexed;
  const double rate = report.seconds > 0 ? double(done) / report.seconds : 0;
  if (json) {
    const nlohmann::ordered_json line{{"found", report.found},
                                      {"indexed", report.indexed},
                                      {"unchanged", report.unchanged},
                                      {"unreadable", report.unreadable},
                                      {"seconds", report.seconds},
                                      {"decode_seconds", report.decodeSeconds},
                                      {"encode_seconds", report.encodeSeconds},
                                      {"mean_at_encoder", report.meanAtEncoder},
                                      {"photos_per_second", rate},
                                      {"stopped", report.cancelled}};
    std::printf("%s\n", line.dump().c_str());
    return;
  }
  std::printf("%lld photos found: %lld indexed, %lld unchanged, %lld unreadable, in %.1f s\n",
              static_cast<long long>(report.found), static_cast<long long>(report.indexed),
              static_cast<long long>(report.unchanged), static_cast<long long>(report.unreadable),
              report.seconds);
}

/// Which of the two stages the other waits for.
void printStats(const catalog::IndexReport& report) {
  const auto rate = [&](double seconds) {
    return seconds > 0 ? double(report.indexed) / seconds : 0;
  };
  std::printf("  together   %8.1f photos/s\n", rate(report.seconds));
  std::printf("  decoders   %8.1f photos/s and core (%.1f s of processor time)\n",
              rate(report.decodeSeconds), report.decodeSeconds);
  std::printf("  encoder    %8.1f photos/s (%.1f s)\n", rate(report.encodeSeconds),
              report.encodeSeconds);
  std::printf("  in between %8.1f photos, on average\n", report.meanAtEncoder);
}

/// The folders that can be indexed, absolute; the others are reported, each in a line.
std::vector<fs::path> addFolders(catalog::Catalog& catalog, const Options& options) {
  std::vector<fs::path> added;
  for (const auto& name : options.folders) {
    std::error_code failed;
    fs::path folder = fs::weakly_canonical(name, failed);
    if (failed) folder = fs::absolute(name, failed);
    if (const auto root = catalog.addFolder(folder); !root)
      report(root.error());
    else
      added.push_back(std::move(folder));
  }
  return added;
}

/// Until a signal comes: a line for every run that found something to do.
int keepWatching(catalog::Catalog& catalog, const StopSignals& signals, const Common& common) {
  if (catalog.setting(catalog::kWatch).value_or("1") == "0") {
    std::fprintf(stderr,
                 "calotype-cli: Watching is switched off in the window's settings, under Folders: "
                 "switch it on there.\n");
    return SomeFailed;
  }
  if (!common.quiet) std::fprintf(stderr, "Watching the folders. Ctrl-C ends it.\n");
  while (!signals.came()) {
    if (catalog.progress().state == catalog::Progress::State::Idle) continue;
    const auto result = attend(catalog, signals, false);
    for (const auto& problem : result.problems) report(problem);
    if (result.indexed + result.unreadable > 0) printReport(result, common.json);
    std::fflush(stdout);
    if (result.cancelled) break;
  }
  return Done;
}

int index(const Common& common, const Options& options) {
  const StopSignals signals;
  auto catalog = openToChange(common, options.model, options.watch);
  if (!catalog) return reportUnopened(catalog.error());

  if (!options.model.folder.empty())
    if (const auto model = (*catalog)->waitForModel(); model.error) return report(*model.error);
  const auto folders = addFolders(**catalog, options);
  if (folders.empty() && !options.all) return Usage;
  if (options.retry)
    if (const auto due = (*catalog)->retryFailures(); !due) return report(due.error());
  if (const auto started = (*catalog)->startIndexing(folders, options.acceptMissing); !started)
    return report(started.error());
  const bool show = !common.quiet && isatty(STDERR_FILENO) != 0;
  const auto result = attend(**catalog, signals, show);

  for (const auto& problem : result.problems) report(problem);
  if (const auto printed = printFailures(**catalog, folders); !printed)
    return report(printed.error());
  if (result.found == 0 && result.problems.empty() && !result.cancelled)
    std::fprintf(stderr, "calotype-cli: No photos were found in there.\n");
  printReport(result, common.json);
  if (options.stats && !common.json) printStats(result);
  if (result.cancelled) {
    catalog->get_deleter().wait = false;
    return Stopped;
  }
  if (options.watch) return keepWatching(**catalog, signals, common);
  const bool whole =
      result.unreadable == 0 && result.problems.empty() && folders.size() == options.folders.size();
  return whole ? Done : SomeFailed;
}

}  // namespace

Run setUpIndex(CLI::App& parser) {
  const auto options = std::make_shared<Options>();
  auto* const folders =
      parser.add_option("FOLDER", options->folders, "Folders to index, with all below them");
  parser.add_flag("--all", options->all, "Every folder the catalog knows")->excludes(folders);
  parser.add_flag("--accept-missing", options->acceptMissing,
                  "Photos that are not there are gone, however many they are");
  parser.add_flag("--retry", options->retry, "Try files again that could not be read before");
  parser.add_flag("--stats", options->stats, "Say how fast each stage was");
  parser.add_flag("--watch", options->watch, "Go on and index what changes, until Ctrl-C");
  options->model.addTo(parser);
  return [options](const Common& common) {
    if (options->folders.empty() && !options->all) {
      std::fprintf(stderr, "calotype-cli: Say which folder to index, or --all.\n");
      return int(Usage);
    }
    return index(common, *options);
  };
}

}  // namespace calotype::cli
