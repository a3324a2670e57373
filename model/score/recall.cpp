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

std::vector<std::int64_t> ranksOf(const UnitRows& queries, const UnitRows& candidates,
                                  std::span<const std::vector<std::size_t>> right) {
  std::vector<std::int64_t> ranks(queries.count());
  std::vector<float> scores(candidates.count());
  for (std::size_t query = 0; query < ranks.size(); ++query) {
    for (std::size_t i = 0; i < scores.size(); ++i)
      scores[i] = dot(queries.row(query), candidates.row(i));
    float best = -2;
    for (const auto answer : right[query]) best = std::max(best, scores[answer]);
    std::int64_t before = 0;
    for (const float score : scores) before += std::int64_t(score >= best);
    // Of what is as good, one is the answer itself, and the other right ones are no rivals.
    for (const auto answer : right[query]) before -= std::int64_t(scores[answer] >= best);
    ranks[query] = before + 1;
  }
  return ranks;
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
