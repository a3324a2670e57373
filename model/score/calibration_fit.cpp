// SPDX-License-Identifier: GPL-3.0-or-later
// Fitting a Calibration, and measuring what it is worth.
#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "model/score/calibration.h"

namespace calotype::model {

namespace {

constexpr int kRounds = 40;            // of Newton's method; it settles in about ten
constexpr double kOffsetSpread = 0.7;  // prior standard deviation of a concept's own offset
constexpr double kRidge = 1e-3;
constexpr std::size_t kLeastBlock = 25;  // pairs behind a knot of the curve

/// A pair of a photo and a tested concept whose truth is known.
struct Pair {
  double score = 0, share = 0;
  std::size_t concept_ = 0;
  bool yes = false;
};

std::vector<Pair> knownPairs(const LabelledEvidence& data) {
  std::vector<Pair> pairs;
  const std::size_t count = data.concepts.size();
  for (std::size_t i = 0; i < data.truth.size(); ++i) {
    if (!data.tested[i % count] || data.truth[i] == Truth::Unknown) continue;
    pairs.push_back({double(data.evidence[i].score), double(data.evidence[i].share), i % count,
                     data.truth[i] == Truth::Yes});
  }
  return pairs;
}

double logistic(double logit) {
  return 1 / (1 + std::exp(-std::clamp(logit, -500.0, 500.0)));
}

using Three = std::array<double, 3>;

/// Solves the symmetric system a x = b by elimination; a is positive definite.
Three solve(std::array<Three, 3> a, Three b) {
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t row = i + 1; row < 3; ++row) {
      const double factor = a[row][i] / a[i][i];
      for (std::size_t column = i; column < 3; ++column) a[row][column] -= factor * a[i][column];
      b[row] -= factor * b[i];
    }
  for (std::size_t i = 3; i-- > 0;) {
    for (std::size_t column = i + 1; column < 3; ++column) b[i] -= a[i][column] * b[column];
    b[i] /= a[i][i];
  }
  return b;
}

/// Logistic regression by Newton's method; the slopes stay positive, since more evidence never
/// speaks against a concept.
Three fitSlopes(const std::vector<Pair>& pairs, const std::vector<double>& offsets, Three weights) {
  for (int round = 0; round < kRounds; ++round) {
    std::array<Three, 3> hessian{};
    Three gradient{};
    for (std::size_t i = 0; i < 3; ++i) {
      hessian[i][i] = kRidge;
      gradient[i] = -kRidge * weights[i];
    }
    for (const auto& pair : pairs) {
      const Three x{1, pair.score, pair.share};
      const double p =
          logistic(weights[0] + weights[1] * x[1] + weights[2] * x[2] + offsets[pair.concept_]);
      for (std::size_t i = 0; i < 3; ++i) {
        gradient[i] += (double(pair.yes) - p) * x[i];
        for (std::size_t j = 0; j < 3; ++j) hessian[i][j] += p * (1 - p) * x[i] * x[j];
      }
    }
    const auto step = solve(hessian, gradient);
    double size = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      weights[i] += std::clamp(step[i], -2.0, 2.0);
      size += std::abs(step[i]);
    }
    weights[1] = std::max(weights[1], 0.0);
    weights[2] = std::max(weights[2], 0.0);
    if (size < 1e-6) break;
  }
  return weights;
}

/// The most probable offset of each concept under a normal prior: what few labels say is believed
/// little. Never above zero: that a concept is frequent in these photos says nothing of the user's.
std::vector<double> fitOffsets(const std::vector<Pair>& pairs, const Three& weights,
                               std::size_t concepts) {
  std::vector<double> offsets(concepts, 0);
  for (int round = 0; round < kRounds; ++round) {
    std::vector<double> gradient(concepts),
        curvature(concepts, 1 / (kOffsetSpread * kOffsetSpread));
    for (std::size_t i = 0; i < concepts; ++i)
      gradient[i] = -offsets[i] / (kOffsetSpread * kOffsetSpread);
    for (const auto& pair : pairs) {
      const double p = logistic(weights[0] + weights[1] * pair.score + weights[2] * pair.share +
                                offsets[pair.concept_]);
      gradient[pair.concept_] += double(pair.yes) - p;
      curvature[pair.concept_] += p * (1 - p);
    }
    for (std::size_t i = 0; i < concepts; ++i)
      offsets[i] = std::min(0.0, offsets[i] + std::clamp(gradient[i] / curvature[i], -0.5, 0.5));
  }
  return offsets;
}

struct Judged {
  double logit = 0;
  bool yes = false;
};

/// Pool-adjacent-violators (Ayer et al. 1955) over blocks of at least kLeastBlock pairs, each
/// counted with half a right and half a wrong one more.
std::vector<Calibration::Knot> fitCurve(std::vector<Judged> judged) {
  std::sort(judged.begin(), judged.end(),
            [](const Judged& a, const Judged& b) { return a.logit < b.logit; });
  struct Block {
    double logits = 0, yes = 0, count = 0;
    double mean() const { return (yes + 0.5) / (count + 1); }
  };
  std::vector<Block> blocks;
  // Most pairs are plain wrong: blocks grow towards the bottom, so that the top is drawn finely.
  std::size_t size = kLeastBlock, end = judged.size();
  std::vector<Block> fromTop;
  while (end > 0) {
    const std::size_t begin = end < 2 * size ? 0 : end - size;
    Block block;
    for (std::size_t i = begin; i < end; ++i) {
      block.logits += judged[i].logit;
      block.yes += double(judged[i].yes);
      ++block.count;
    }
    fromTop.push_back(block);
    end = begin;
    size += size / 4;
  }
  for (auto block = fromTop.rbegin(); block != fromTop.rend(); ++block) {
    blocks.push_back(*block);
    while (blocks.size() > 1 && blocks[blocks.size() - 2].mean() >= blocks.back().mean()) {
      const Block last = blocks.back();
      blocks.pop_back();
      blocks.back().logits += last.logits;
      blocks.back().yes += last.yes;
      blocks.back().count += last.count;
    }
  }
  std::vector<Calibration::Knot> curve;
  for (const auto& block : blocks) {
    const double logit = block.logits / block.count;
    if (curve.empty() || logit > curve.back().logit + 1e-4) curve.push_back({logit, block.mean()});
  }
  return curve;
}

/// Lower end of the Wilson interval of one standard error.
double cautiousShare(double yes, double count) {
  const double p = yes / count;
  return (p + 0.5 / count - std::sqrt(p * (1 - p) / count + 0.25 / (count * count))) /
         (1 + 1 / count);
}

std::vector<Calibration::Threshold> fitThresholds(std::vector<std::pair<double, bool>> pairs) {
  std::sort(pairs.begin(), pairs.end(), [](const auto& a, const auto& b) { return a > b; });
  std::vector<std::pair<double, double>> reached;  // least probability, cautious precision
  double yes = 0;
  for (std::size_t i = 0; i < pairs.size() && pairs[i].first >= 0.05; ++i) {
    yes += double(pairs[i].second);
    const bool lastOfEqual = i + 1 == pairs.size() || pairs[i + 1].first < pairs[i].first;
    if (lastOfEqual && i + 1 >= kLeastBlock)
      reached.emplace_back(pairs[i].first, cautiousShare(yes, double(i + 1)));
  }
  std::vector<Calibration::Threshold> thresholds;
  for (int percent = 50; percent <= 99; ++percent) {
    const double wanted = percent / 100.0;
    double least = 2;
    for (const auto& [probability, precision] : reached)
      if (precision >= wanted) least = std::min(least, probability);
    thresholds.push_back({wanted, least});
  }
  return thresholds;
}

/// Per concept: right, wrong, missed.
struct Tally {
  double right = 0, wrong = 0, missed = 0;
};

TagMeasure summary(const LabelledEvidence& data, const std::vector<Tally>& tallies,
                   std::int64_t photosWithWrong) {
  TagMeasure m;
  m.photos = std::int64_t(data.photos());
  double precisions = 0, recalls = 0, proposed = 0, occurring = 0;
  for (const auto& tally : tallies) {
    m.right += std::int64_t(tally.right);
    m.wrong += std::int64_t(tally.wrong);
    m.missed += std::int64_t(tally.missed);
    if (tally.right + tally.wrong > 0) {
      ++proposed;
      precisions += tally.right / (tally.right + tally.wrong);
    }
    if (tally.right + tally.missed > 0) {
      ++occurring;
      recalls += tally.right / (tally.right + tally.missed);
    }
  }
  m.pairs = m.right + m.wrong;
  const auto share = [](double part, double whole) { return whole > 0 ? part / whole : 0; };
  m.microPrecision = share(double(m.right), double(m.right + m.wrong));
  m.microRecall = share(double(m.right), double(m.right + m.missed));
  m.macroPrecision = share(precisions, proposed);
  m.macroRecall = share(recalls, occurring);
  m.tagsPerPhoto = share(double(m.pairs), double(m.photos));
  m.photosWithWrongTag = share(double(photosWithWrong), double(m.photos));
  return m;
}

}  // namespace

Result<Calibration> fit(const LabelledEvidence& data) {
  constexpr std::size_t kLeastPhotos = 20;
  const auto pairs = knownPairs(data);
  const auto positives = std::count_if(pairs.begin(), pairs.end(), [](auto& p) { return p.yes; });
  if (data.photos() < kLeastPhotos || positives == 0)
    return fail(Code::InvalidArgument,
                "There is too little to calibrate on: at least 20 photos, with labels that are "
                "names of the vocabulary, are needed.");
  Calibration calibration;
  std::vector<double> offsets(data.concepts.size(), 0);
  Three weights{-4, 0.3, 0.5};
  for (int round = 0; round < 3; ++round) {
    weights = fitSlopes(pairs, offsets, weights);
    offsets = fitOffsets(pairs, weights, data.concepts.size());
  }
  calibration.intercept = weights[0];
  calibration.scoreSlope = weights[1];
  calibration.shareSlope = weights[2];
  calibration.photos = std::int64_t(data.photos());
  calibration.positives = positives;
  std::vector<double> known;
  for (std::size_t i = 0; i < data.concepts.size(); ++i) {
    if (!data.tested[i]) continue;
    calibration.offsets[data.concepts[i]] = offsets[i];
    known.push_back(offsets[i]);
  }
  // A concept that no label speaks of is believed as little as a poor one.
  std::sort(known.begin(), known.end());
  calibration.untested = std::min(0.0, known[known.size() / 10]) - kOffsetSpread;

  std::vector<Judged> judged;
  judged.reserve(pairs.size());
  for (const auto& pair : pairs)
    judged.push_back(
        {weights[0] + weights[1] * pair.score + weights[2] * pair.share + offsets[pair.concept_],
         pair.yes});
  calibration.curve = fitCurve(std::move(judged));

  std::vector<std::pair<double, bool>> probabilities;
  probabilities.reserve(pairs.size());
  for (const auto& pair : pairs)
    probabilities.emplace_back(calibration.probability({float(pair.score), float(pair.share)},
                                                       data.concepts[pair.concept_]),
                               pair.yes);
  calibration.thresholds = fitThresholds(std::move(probabilities));
  return calibration;
}

TagMeasure measure(const LabelledEvidence& data, const std::vector<bool>& chosen) {
  const std::size_t count = data.concepts.size();
  std::vector<Tally> tallies(count);
  std::int64_t photosWithWrong = 0;
  for (std::size_t photo = 0; photo < data.photos(); ++photo) {
    bool wrong = false;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t at = photo * count + i;
      if (!data.tested[i] || data.truth[at] == Truth::Unknown) continue;
      const bool yes = data.truth[at] == Truth::Yes;
      if (chosen[at]) ++(yes ? tallies[i].right : tallies[i].wrong);
      if (!chosen[at] && yes) ++tallies[i].missed;
      wrong = wrong || (chosen[at] && !yes);
    }
    photosWithWrong += std::int64_t(wrong);
  }
  return summary(data, tallies, photosWithWrong);
}

TagMeasure measure(const Calibration& calibration, const LabelledEvidence& data, double precision) {
  const std::size_t count = data.concepts.size();
  const double least = calibration.leastProbability(precision);
  std::vector<bool> chosen(data.truth.size());
  struct Bin {
    double probability = 0, yes = 0, count = 0;
  };
  constexpr double kWorthCounting = 0.05;
  std::array<Bin, 10> bins{};
  double total = 0;
  for (std::size_t i = 0; i < data.truth.size(); ++i) {
    const double p = calibration.probability(data.evidence[i], data.concepts[i % count]);
    chosen[i] = p >= least;
    if (!data.tested[i % count] || data.truth[i] == Truth::Unknown || p < kWorthCounting) continue;
    auto& bin = bins[std::min<std::size_t>(9, std::size_t(p * 10))];
    bin.probability += p;
    bin.yes += double(data.truth[i] == Truth::Yes);
    ++bin.count;
    ++total;
  }
  auto m = measure(data, chosen);
  for (const auto& bin : bins)
    if (total > 0) m.expectedCalibrationError += std::abs(bin.probability - bin.yes) / total;
  return m;
}

}  // namespace calotype::model
