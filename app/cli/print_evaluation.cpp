// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/print_evaluation.h"

#include <cstdio>
#include <nlohmann/json.hpp>

namespace calotype::cli {
namespace {

using Json = nlohmann::ordered_json;

Json asJson(const model::Part& part) {
  return {part.value, part.low, part.high};
}

Json asJson(const model::Recall& recall) {
  return {{"at_1", asJson(recall.at1)},
          {"at_5", asJson(recall.at5)},
          {"at_10", asJson(recall.at10)},
          {"median_rank", recall.medianRank}};
}

Json asJson(const catalog::Evaluation& evaluation, std::int64_t step) {
  Json json;
  if (step >= 0) json["step"] = step;
  if (evaluation.photosByCaption) {
    json["captioned_photos"] = evaluation.captionedPhotos;
    json["captions"] = evaluation.captions;
    json["photos_by_caption"] = asJson(*evaluation.photosByCaption);
    json["captions_by_photo"] = asJson(*evaluation.captionsByPhoto);
  }
  if (!evaluation.zeroShot) return json;
  const auto& zeroShot = *evaluation.zeroShot;
  json["concepts"] = zeroShot.concepts;
  json["labelled_photos"] = zeroShot.photos;
  json["top_1"] = asJson(zeroShot.top1);
  json["top_5"] = asJson(zeroShot.top5);
  for (const auto& [source, parts] : zeroShot.bySource)
    json["by_source"][source] = {asJson(parts.first), asJson(parts.second)};
  return json;
}

void print(const char* what, const model::Recall& recall, std::size_t among) {
  const auto percent = [](const model::Part& part) { return 100 * part.value; };
  std::printf(
      "%-22s recall@1 %5.1f %%  @5 %5.1f %%  @10 %5.1f %% (%.1f to %.1f; chance %.1f %%)  median "
      "rank %lld of %zu\n",
      what, percent(recall.at1), percent(recall.at5), percent(recall.at10), 100 * recall.at10.low,
      100 * recall.at10.high, 1000.0 / double(among), static_cast<long long>(recall.medianRank),
      among);
}

}  // namespace

void printEvaluation(const catalog::Evaluation& evaluation, bool json, std::int64_t step) {
  if (json) {
    std::printf("%s\n", asJson(evaluation, step).dump().c_str());
    std::fflush(stdout);
    return;
  }
  if (evaluation.photosByCaption) {
    print("photos by caption", *evaluation.photosByCaption, evaluation.captionedPhotos);
    print("captions by photo", *evaluation.captionsByPhoto, evaluation.captions);
  }
  if (evaluation.zeroShot) {
    const auto& zeroShot = *evaluation.zeroShot;
    const auto row = [](const std::string& what, const model::Part& top1, const model::Part& top5) {
      std::printf("%-22s right at first %5.1f %%  among five %5.1f %% (%.1f to %.1f)\n",
                  what.c_str(), 100 * top1.value, 100 * top5.value, 100 * top5.low,
                  100 * top5.high);
    };
    row("naming " + std::to_string(zeroShot.photos) + " photos", zeroShot.top1, zeroShot.top5);
    for (const auto& [source, parts] : zeroShot.bySource)
      row("  " + source, parts.first, parts.second);
    std::printf("%-22s among %zu concepts, chance %.1f %% and %.1f %%\n", "", zeroShot.concepts,
                100.0 / double(zeroShot.concepts), 500.0 / double(zeroShot.concepts));
  }
  std::fflush(stdout);
}

}  // namespace calotype::cli
