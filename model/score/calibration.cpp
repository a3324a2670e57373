// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/score/calibration.h"

#include <algorithm>
#include <cmath>

#include "model/files/json.h"

namespace calotype::model {

namespace {

constexpr int kFormat = 1;
constexpr std::size_t kMostKnots = 1000, kMostConcepts = 100'000;

double logistic(double logit) {
  return 1 / (1 + std::exp(-std::clamp(logit, -500.0, 500.0)));
}

/// A list of pairs of numbers, ascending in the first.
template <class Pair>
Status readPairs(const JsonFields& fields, const char* key, double least, double most,
                 std::vector<Pair>& into) {
  if (!fields.has(key)) return {};
  const Json& list = fields.value(key);
  if (!list.is_array() || list.size() > kMostKnots)
    return fields.wrong(key, "is no list of pairs of numbers");
  double before = -INFINITY;
  for (const Json& pair : list) {
    if (!pair.is_array() || pair.size() != 2 || !pair[0].is_number() || !pair[1].is_number())
      return fields.wrong(key, "is no list of pairs of numbers");
    const double first = pair[0].get<double>(), second = pair[1].get<double>();
    if (!std::isfinite(first) || first < before || !(second >= least && second <= most))
      return fields.wrong(key, "has a number that is out of bounds or out of order");
    before = first;
    into.push_back({first, second});
  }
  return {};
}

Status readOffsets(const JsonFields& fields, std::map<std::string, double>& offsets) {
  if (!fields.has("offsets")) return {};
  const Json& object = fields.value("offsets");
  if (!object.is_object() || object.size() > kMostConcepts)
    return fields.wrong("offsets", "is no object of numbers");
  for (const auto& [id, value] : object.items()) {
    if (!value.is_number() || !(std::abs(value.get<double>()) <= 100))
      return fields.wrong("offsets", "has something else than a number at \"" + id + "\"");
    offsets[id] = value.get<double>();
  }
  return {};
}

}  // namespace

Json toJson(const TagMeasure& m) {
  return {{"photos", m.photos},
          {"pairs", m.pairs},
          {"right", m.right},
          {"wrong", m.wrong},
          {"missed", m.missed},
          {"micro_precision", m.microPrecision},
          {"micro_recall", m.microRecall},
          {"macro_precision", m.macroPrecision},
          {"macro_recall", m.macroRecall},
          {"tags_per_photo", m.tagsPerPhoto},
          {"photos_with_wrong_tag", m.photosWithWrongTag},
          {"expected_calibration_error", m.expectedCalibrationError}};
}

Calibration Calibration::cautious() {
  Calibration calibration;
  calibration.intercept = -1.9;
  calibration.scoreSlope = 0.55;
  calibration.shareSlope = 1.1;
  return calibration;
}

double Calibration::probability(const Evidence& evidence, std::string_view id) const {
  const auto known = offsets.find(std::string(id));
  const double logit = intercept + scoreSlope * double(evidence.score) +
                       shareSlope * double(evidence.share) +
                       (known == offsets.end() ? untested : known->second);
  if (curve.empty()) return logistic(logit);
  if (logit <= curve.front().logit)
    return curve.front().probability * logistic(logit) / logistic(curve.front().logit);
  if (logit >= curve.back().logit) return curve.back().probability;
  const auto above = std::upper_bound(curve.begin(), curve.end(), logit,
                                      [](double l, const Knot& knot) { return l < knot.logit; });
  const auto below = above - 1;
  const double part = (logit - below->logit) / (above->logit - below->logit);
  return below->probability + part * (above->probability - below->probability);
}

double Calibration::leastProbability(double precision) const {
  if (thresholds.empty()) return precision;
  const auto found =
      std::lower_bound(thresholds.begin(), thresholds.end(), precision - 1e-9,
                       [](const Threshold& each, double p) { return each.precision < p; });
  return found == thresholds.end() ? 2 : found->probability;
}

Result<Calibration> Calibration::read(const fs::path& file) {
  CALOTYPE_TRY(const Json json, readJson(file));
  const JsonFields fields(json, displayPath(file));
  CALOTYPE_CHECK(fields.check());
  CALOTYPE_TRY(const int format, fields.integer("format", 1, 1'000'000));
  if (format != kFormat)
    return fields.wrong("format", "is newer than this program knows", Code::NewerVersion);
  Calibration calibration;
  constexpr double kSlope = 1000;
  CALOTYPE_TRY(calibration.intercept, fields.number("intercept", -kSlope, kSlope));
  CALOTYPE_TRY(calibration.scoreSlope, fields.number("score_slope", 0, kSlope));
  CALOTYPE_TRY(calibration.shareSlope, fields.number("share_slope", 0, kSlope));
  CALOTYPE_TRY(calibration.untested, fields.number("untested", -kSlope, kSlope, 0));
  CALOTYPE_TRY(calibration.vocabulary, fields.text("vocabulary", ""));
  CALOTYPE_TRY(const double photos, fields.number("photos", 0, 1e12, 0));
  CALOTYPE_TRY(const double positives, fields.number("positives", 0, 1e15, 0));
  calibration.photos = std::int64_t(photos);
  calibration.positives = std::int64_t(positives);
  CALOTYPE_CHECK(readOffsets(fields, calibration.offsets));
  CALOTYPE_CHECK(readPairs(fields, "curve", 0, 1, calibration.curve));
  CALOTYPE_CHECK(readPairs(fields, "thresholds", 0, 2, calibration.thresholds));
  for (std::size_t i = 1; i < calibration.curve.size(); ++i)
    if (!(calibration.curve[i].logit > calibration.curve[i - 1].logit) ||
        calibration.curve[i].probability < calibration.curve[i - 1].probability)
      return fields.wrong("curve", "does not ascend");
  return calibration;
}

std::string Calibration::toJson() const {
  Json json{{"format", kFormat},         {"vocabulary", vocabulary},   {"photos", photos},
            {"positives", positives},    {"intercept", intercept},     {"score_slope", scoreSlope},
            {"share_slope", shareSlope}, {"untested", untested},       {"offsets", Json::object()},
            {"curve", Json::array()},    {"thresholds", Json::array()}};
  const auto rounded = [](double value) { return std::round(value * 1e5) / 1e5; };
  for (const auto& [id, offset] : offsets) json["offsets"][id] = rounded(offset);
  for (const auto& knot : curve)
    json["curve"].push_back({rounded(knot.logit), rounded(knot.probability)});
  for (const auto& threshold : thresholds)
    json["thresholds"].push_back({rounded(threshold.precision), rounded(threshold.probability)});
  for (const auto& [precision, measure] : measured) {
    auto row = model::toJson(measure);
    row["asked_precision"] = rounded(precision);
    json["measured"].push_back(std::move(row));
  }
  return json.dump(1) + "\n";
}

}  // namespace calotype::model
