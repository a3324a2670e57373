// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/open_catalog.h"
#include "app/cli/train_command.h"
#include "catalog/decoder_pool.h"
#include "catalog/settings.h"
#include "catalog/training/tuning.h"
#include "model/base/install_paths.h"
#include "model/base/log.h"

namespace calotype::cli {
namespace {

constexpr std::size_t kOthers = 300;
constexpr std::size_t kMostPhotos = 5000;
constexpr std::uint32_t kEdge = 4;  // times the model's side: what is decoded

Result<model::InstalledModel> initialModel(const TrainOptions& options, const Common& common,
                                           catalog::Catalog& catalog) {
  const model::ModelStore store(common.paths().models, starterModelFolder());
  CALOTYPE_TRY(const auto remembered, catalog.setting(catalog::kModelSetting));
  return store.choose(options.initial, remembered);
}

Result<Rgb8> pictureOf(const fs::path& file, int side, catalog::DecoderPool& decoders) {
  CALOTYPE_TRY(const auto opened, openRegularFile(file));
  catalog::DecodeRequest request;
  request.pictureEdge = kEdge * std::uint32_t(side);
  CALOTYPE_TRY(auto decoded, decoders.decode(opened.get(), request));
  return std::move(decoded.picture);
}

void adapt(const TrainOptions& options, model::TrainingSpec& spec) {
  const bool towersStay = options.freeze == "towers";
  spec.adapter =
      options.adapter == "lora" && !towersStay ? model::Adapter::LoRa : model::Adapter::Linear;
  spec.freezeImages = options.freeze == "image";
  spec.freezeTexts = options.freeze == "text";
}

/// What cannot be read is left out: the list of unreadable files knows it.
Status readPhotos(const catalog::OwnPhotos& own, int side, const std::stop_token& stop,
                  catalog::TuningRequest& request) {
  catalog::DecoderPool decoders({.program = decoderProgram()});
  const auto stopped = [&] { return stop.stop_requested(); };
  for (const auto& words : own.withWords) {
    if (stopped()) return fail(Code::Cancelled, "The tuning was stopped.");
    if (request.photos.size() >= kMostPhotos) break;
    auto picture = pictureOf(words.file, side, decoders);
    if (!picture) continue;
    catalog::TuningPhoto photo{
        std::to_string(std::int64_t(words.photo)), std::move(*picture), {}, words.tags, words.day};
    if (!words.caption.empty()) photo.captions.push_back(words.caption);
    request.photos.push_back(std::move(photo));
  }
  for (const auto& words : own.others) {
    if (stopped()) return fail(Code::Cancelled, "The tuning was stopped.");
    if (auto picture = pictureOf(words.file, side, decoders))
      request.others.push_back(std::move(*picture));
  }
  return {};
}

void print(const catalog::TuningReport& report, const fs::path& model, bool json) {
  if (json) {
    const nlohmann::ordered_json line = {{"kept", report.kept},
                                         {"learnt_from", report.learntFrom},
                                         {"chosen_by", report.chosenBy},
                                         {"proven_on", report.provenOn},
                                         {"queries", report.queries},
                                         {"recall_at_5_before", report.before},
                                         {"recall_at_5_after", report.after},
                                         {"guards", report.guards},
                                         {"guard_after", report.guardAfter},
                                         {"share", report.share}};
    std::printf("%s\n", line.dump().c_str());
    return;
  }
  std::printf(
      "Learnt from %zu photos, chosen by %zu, proven on %zu others with %zu words.\n"
      "A photo is among the first five: before %.1f %%, after %.1f %% of the words.\n"
      "Of %zu photos without words, %.1f %% are still seen as before.\n",
      report.learntFrom, report.chosenBy, report.provenOn, report.queries, 100 * report.before,
      100 * report.after, report.guards, 100 * report.guardAfter);
  if (report.kept)
    std::printf("It is better: %s. Use it with: calotype-cli model import %s\n",
                displayPath(model).c_str(), displayPath(model).c_str());
  else
    std::printf("It did not become better, so nothing was kept and nothing has changed.\n");
}

}  // namespace

Status trainFromCatalog(const TrainOptions& options, const Common& common,
                        const std::stop_token& stop) {
  CALOTYPE_TRY(const auto catalog, openToRead(common, {}));
  CALOTYPE_TRY(const auto initial, initialModel(options, common, *catalog));
  CALOTYPE_TRY(const auto own, catalog->ownPhotos(kOthers));
  CALOTYPE_TRY(const auto vocabulary, catalog::Vocabulary::read(vocabularyFile()));
  CALOTYPE_TRY(auto spec, catalog::tuningSpec(initial.spec, own.withWords.size()));
  adapt(options, spec);
  catalog::TuningRequest request{.spec = std::move(spec),
                                 .initial = initial,
                                 .vocabulary = vocabulary,
                                 .folder = options.out,
                                 .options = options.runsOn(),
                                 .stop = stop,
                                 .log = logFor("train")};
  request.step = [&](const model::TrainingStep& step) {
    if (!common.quiet) printStep(step, common.json);
  };
  CALOTYPE_CHECK(readPhotos(own, initial.spec.transform.size, stop, request));
  CALOTYPE_TRY(const auto report, catalog::tune(request));
  print(report, fs::path(options.out) / "model", common.json);
  return {};
}

}  // namespace calotype::cli
