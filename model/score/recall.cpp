// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/score/recall.h"

#include <algorithm>
#include <array>

#include "model/base/random.h"
#include "model/score/vectors.h"

namespace calotype::model {

namespace {

constexpr int kResamples = 1000;
constexpr std::size_t kLow = 25, kHigh = 974;  // 2.5 % and 97.5 % of them

}  // namespace

std::vector<std::int64_t> ranksOfEach(const UnitRows& queries, const UnitRows& candidates,
                                      std::span<const std::vector<std::size_t>> right) {
  std::vector<std::int64_t> ranks;
  std::vector<float> wrong;  // scores, ascending
  for (std::size_t query = 0; query < right.size(); ++query) {
    std::vector<bool> isRight(candidates.count());
    for (const auto answer : right[query]) isRight[answer] = true;
    wrong.clear();
    for (std::size_t i = 0; i < candidates.count(); ++i)
      if (!isRight[i]) wrong.push_back(dot(queries.row(query), candidates.row(i)));
    std::sort(wrong.begin(), wrong.end());
    for (const auto answer : right[query]) {
      const float score = dot(queries.row(query), candidates.row(answer));
      const auto before = wrong.end() - std::lower_bound(wrong.begin(), wrong.end(), score);
      ranks.push_back(before + 1);
    }
  }
  return ranks;
}

std::vector<std::int64_t> ranksOf(const UnitRows& queries, const UnitRows& candidates,
                                  std::span<const std::vector<std::size_t>> right) {
  const auto each = ranksOfEach(queries, candidates, right);
  std::vector<std::int64_t> best;
  auto next = each.begin();
  for (const auto& answers : right) {
    best.push_back(*std::min_element(next, next + std::ptrdiff_t(answers.size())));
    next += std::ptrdiff_t(answers.size());
  }
  return best;
}

Part partAtMost(std::span<const std::int64_t> ranks, std::int64_t most) {
  if (ranks.empty()) return {};
  const auto count = ranks.size();
  std::vector<std::uint8_t> hits(count);
  std::transform(ranks.begin(), ranks.end(), hits.begin(),
                 [most](std::int64_t rank) { return std::uint8_t(rank <= most); });
  const auto share = [count](std::int64_t sum) { return double(sum) / double(count); };
  std::array<double, kResamples> drawn{};
  for (int i = 0; i < kResamples; ++i) {
    Random random{std::uint64_t(i), std::uint64_t(most)};
    std::int64_t sum = 0;
    for (std::size_t j = 0; j < count; ++j) sum += hits[random.below(count)];
    drawn[std::size_t(i)] = share(sum);
  }
  std::sort(drawn.begin(), drawn.end());
  return {share(std::count(hits.begin(), hits.end(), 1)), drawn[kLow], drawn[kHigh]};
}

double expectedCalibrationError(std::span<const double> probabilities,
                                const std::vector<bool>& right) {
  static constexpr std::size_t kBins = 15;
  std::array<double, kBins> excess{};  // what was stated less what was right
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    const auto bin = std::min(kBins - 1, std::size_t(probabilities[i] * kBins));
    excess[bin] += probabilities[i] - (right[i] ? 1 : 0);
  }
  double sum = 0;
  for (const double bin : excess) sum += std::abs(bin);
  return probabilities.empty() ? 0 : sum / double(probabilities.size());
}

Recall recallOf(std::span<const std::int64_t> ranks) {
  Recall recall;
  recall.queries = ranks.size();
  recall.at1 = partAtMost(ranks, 1);
  recall.at5 = partAtMost(ranks, 5);
  recall.at10 = partAtMost(ranks, 10);
  if (ranks.empty()) return recall;
  std::vector<std::int64_t> sorted(ranks.begin(), ranks.end());
  std::nth_element(sorted.begin(), sorted.begin() + std::ptrdiff_t(sorted.size() / 2),
                   sorted.end());
  recall.medianRank = sorted[sorted.size() / 2];
  return recall;
}

}  // namespace calotype::model
