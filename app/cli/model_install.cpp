// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>

#include "app/cli/model_commands.h"
#include "app/cli/stop_signals.h"
#include "model/base/install_paths.h"
#include "model/install/http_fetch.h"
#include "model/install/installer.h"

namespace calotype::cli {
namespace {

struct Options {
  std::string name, manifest;
  bool yes = false;
};

/// Runs `work` with a token that a signal stops.
template <class Work>
auto stoppable(Work work) {
  const StopSignals signals;
  std::stop_source source;
  const std::jthread watch([&](std::stop_token ended) {
    while (!ended.stop_requested())
      if (signals.came()) source.request_stop();
  });
  return work(source.get_token());
}

void printBytes(std::uint64_t done, std::uint64_t of, double perSecond) {
  std::fprintf(stderr, "\r\033[K%.0f of %.0f MB", double(done) / 1e6, double(of) / 1e6);
  if (perSecond > 0)
    std::fprintf(stderr, ", %.1f MB/s, %.0f s left", perSecond / 1e6,
                 double(of - done) / perSecond);
  std::fflush(stderr);
}

void printInstalled(const Common& common, const fs::path& folder) {
  const auto name = folder.filename().string();
  if (common.json)
    std::printf(
        "%s\n",
        nlohmann::ordered_json{{"name", name}, {"folder", displayPath(folder)}}.dump().c_str());
  else if (!common.quiet)
    std::fprintf(stderr, "calotype-cli: %s is installed. Use it with: calotype-cli model use %s\n",
                 name.c_str(), name.c_str());
}

/// Nothing is downloaded that was not agreed to.
bool agreed(const model::Manifest& manifest, const model::ModelOffer& offer) {
  std::fprintf(stderr, "%s: %.0f MB from %s (%s), licence %s. %s%s\n", offer.name.c_str(),
               double(offer.bytes()) / 1e6, model::hostOf(manifest.hosts().front()).c_str(),
               offer.repository.c_str(), offer.licence.c_str(), offer.licenceNote.c_str(),
               offer.isConfirmed() ? "" : " Its checksum was not confirmed by its authors' page.");
  std::fprintf(stderr, "Download it? [y/N] ");
  const int answer = std::getchar();
  return answer == 'y' || answer == 'Y' || answer == 'j' || answer == 'J';
}

Result<model::Manifest> readManifest(const Options& options) {
  return model::Manifest::read(options.manifest.empty() ? modelsFile()
                                                        : fs::path(options.manifest));
}

int install(const Common& common, const Options& options) {
  const auto manifest = readManifest(options);
  if (!manifest) return report(manifest.error());
  const auto* const offer = manifest->find(options.name);
  if (offer == nullptr) {
    std::fprintf(stderr,
                 "calotype-cli: There is no model of the name %s. calotype-cli model list shows "
                 "those that can be had.\n",
                 displayText(options.name).c_str());
    return Usage;
  }
  if (offer->canBeDownloaded() && !options.yes && !agreed(*manifest, *offer)) return Stopped;
  const bool show = isatty(STDERR_FILENO) != 0 && !common.quiet && !common.json;
  model::Installer installer(common.paths().models);
  const auto folder = stoppable([&](std::stop_token stop) {
    return installer.install(
        *manifest, *offer,
        [&](const model::DownloadProgress& now) {
          if (show) printBytes(now.done, now.of, now.bytesPerSecond);
        },
        std::move(stop));
  });
  if (show) std::fputs("\r\033[K", stderr);
  if (!folder) {
    const int code = report(folder.error());
    if (const auto bytes = installer.begun(*offer); bytes > 0 && !common.quiet)
      std::fprintf(stderr,
                   "calotype-cli: %.0f MB are here already; the same command goes on from there.\n",
                   double(bytes) / 1e6);
    return code;
  }
  printInstalled(common, *folder);
  return Done;
}

int import(const Common& common, const Options& options) {
  const auto manifest = readManifest(options);
  if (!manifest) return report(manifest.error());
  const bool show = isatty(STDERR_FILENO) != 0 && !common.quiet && !common.json;
  const auto folder = stoppable([&](std::stop_token stop) {
    return model::Installer(common.paths().models)
        .import(
            options.name, *manifest,
            [&](std::uint64_t done, std::uint64_t of) {
              if (show) printBytes(done, of, 0);
            },
            std::move(stop));
  });
  if (show) std::fputs("\r\033[K", stderr);
  if (!folder) return report(folder.error());
  printInstalled(common, *folder);
  return Done;
}

}  // namespace

Run setUpModelInstall(CLI::App& parser) {
  const auto options = std::make_shared<Options>();
  parser.add_option("NAME", options->name, "As model list names it")->required();
  parser.add_flag("--yes", options->yes, "Do not ask before downloading");
  parser.add_option("--manifest", options->manifest,
                    "Another list of models than the one that comes with Calotype");
  return [options](const Common& common) { return install(common, *options); };
}

Run setUpModelImport(CLI::App& parser) {
  const auto options = std::make_shared<Options>();
  parser
      .add_option("FOLDER", options->name,
                  "A folder with a model's files, or models--OWNER--NAME of the cache")
      ->required();
  parser.add_option("--manifest", options->manifest,
                    "Another list of models than the one that comes with Calotype");
  return [options](const Common& common) { return import(common, *options); };
}

}  // namespace calotype::cli
