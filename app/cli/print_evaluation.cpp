// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/print_evaluation.h"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace calotype::cli {
namespace {

using Json = nlohmann::ordered_json;

Json asJson(const model::Part& part) {
  return {{"value", part.value}, {"low", part.low}, {"high", part.high}};
}

Json asJson(const model::Recall& recall) {
  return {{"recall@1", asJson(recall.at1)},
          {"recall@5", asJson(recall.at5)},
          {"recall@10", asJson(recall.at10)},
          {"median_rank", recall.medianRank},
          {"queries", recall.queries}};
}

Json asJson(const catalog::ZeroShot& zeroShot) {
  Json json = {{"classes", zeroShot.classes},
               {"photos", zeroShot.photos},
               {"prompts", zeroShot.prompts},
               {"top1", asJson(zeroShot.top1)},
               {"top5", asJson(zeroShot.top5)},
               {"expected_calibration_error", zeroShot.expectedCalibrationError}};
  for (const auto& [source, parts] : zeroShot.bySource)
    json["by_source"][source] = {{"top1", asJson(parts.first)}, {"top5", asJson(parts.second)}};
  for (const auto& one : zeroShot.byClass)
    json["by_class"][one.name] = {{"photos", one.photos}, {"top1", one.top1}, {"top5", one.top5}};
  return json;
}

Json asJson(const catalog::Evaluation& evaluation, std::int64_t step) {
  Json json;
  if (step >= 0) json["step"] = step;
  json["photos"] = evaluation.photos;
  if (evaluation.photosByCaption) {
    json["captioned_photos"] = evaluation.captionedPhotos;
    json["captions"] = evaluation.captions;
    json["text_to_image"] = asJson(*evaluation.photosByCaption);
    json["image_to_text"] = asJson(*evaluation.captionsByPhoto);
    for (const auto& slice : evaluation.slices)
      json["text_to_image_by_slice"][slice.name] = asJson(slice.photosByCaption);
  }
  if (evaluation.zeroShot) {
    json["zero_shot"] = asJson(*evaluation.zeroShot);
    // Each class at each checkpoint would drown the curve.
    if (step >= 0) json["zero_shot"].erase("by_class");
  }
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
    for (const auto& slice : evaluation.slices)
      print(("  " + slice.name).c_str(), slice.photosByCaption, evaluation.captionedPhotos);
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
    const auto classes = double(zeroShot.classes);
    std::printf(
        "%-22s among %zu classes, %zu sentences each, chance %.1f %% and %.1f %%; calibration "
        "error %.3f\n",
        "", zeroShot.classes, zeroShot.prompts, 100 / classes, std::min(100.0, 500 / classes),
        zeroShot.expectedCalibrationError);
  }
  std::fflush(stdout);
}

}  // namespace calotype::cli
