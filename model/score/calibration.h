// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/files.h"
#include "model/base/result.h"
#include "model/files/json.h"
#include "model/score/zero_shot.h"

namespace calotype::model {

/// What was measured on photos that had no part in fitting, at one asked precision.
struct TagMeasure {
  std::int64_t photos = 0, pairs = 0, right = 0, wrong = 0, missed = 0;
  double microPrecision = 0, microRecall = 0;  // over all pairs of photo and concept
  double macroPrecision = 0, macroRecall = 0;  // means over concepts that were proposed, or occur
  double tagsPerPhoto = 0;
  double photosWithWrongTag = 0;        // share
  double expectedCalibrationError = 0;  // over pairs with a probability of 5 % and more, ten bins
};

/// In a model's folder.
inline constexpr const char* kCalibrationFile = "calibration.json";

/// Its figures by their names in calibration.json and in the command line's answers.
Json toJson(const TagMeasure& measure);

/// Turns evidence into the probability that a person would agree with the tag, for one model.
///
/// A logistic curve over score and share (product.md 3.1: on the score above the background, never
/// on the raw cosine), moved by an offset for each concept that labels were known for, then bent by
/// a monotone curve to what was really counted.
struct Calibration {
  double intercept = 0, scoreSlope = 0, shareSlope = 0;
  double untested = 0;                    // offset of concepts without labels
  std::map<std::string, double> offsets;  // by a concept's id
  struct Knot {
    double logit = 0, probability = 0;
  };
  std::vector<Knot> curve;  // ascending in both; empty: the logistic function
  /// For asked precisions: the least probability at which the proposals reached it, with the
  /// caution of one standard error (Wilson). Above 1: never reached.
  struct Threshold {
    double precision = 0, probability = 0;
  };
  std::vector<Threshold> thresholds;                    // ascending; empty: the precision itself
  std::string vocabulary;                               // name of the one it was fitted with
  std::int64_t photos = 0, positives = 0;               // that it was fitted on
  std::vector<std::pair<double, TagMeasure>> measured;  // by asked precision

  /// For models that nobody has calibrated. Cautious: from 50 real photos' vectors and 1,612 names
  /// of OpenAI's ViT-B/32, where a wrong name reaches a score of 13 once.
  static Calibration cautious();

  double probability(const Evidence& evidence, std::string_view concept_) const;
  /// From which probability on a tag is proposed when `precision` of the proposals shall be right.
  double leastProbability(double precision) const;

  /// calibration.json. Corrupt: what, where.
  static Result<Calibration> read(const fs::path& file);
  std::string toJson() const;
};

enum class Truth : std::uint8_t { No, Yes, Unknown };

/// Labelled evidence, row-major: [photos, concepts].
struct LabelledEvidence {
  std::vector<std::string> concepts;  // ids
  std::vector<bool> tested;           // by concept: labels speak of it
  std::vector<Evidence> evidence;
  std::vector<Truth> truth;

  std::size_t photos() const { return concepts.empty() ? 0 : truth.size() / concepts.size(); }
};

/// InvalidArgument: fewer than 20 photos or no label that fits a concept.
Result<Calibration> fit(const LabelledEvidence& data);
TagMeasure measure(const Calibration& calibration, const LabelledEvidence& data, double precision);
/// The same for any rule: chosen[photo * concepts + concept]. Without calibration error.
TagMeasure measure(const LabelledEvidence& data, const std::vector<bool>& chosen);

}  // namespace calotype::model
