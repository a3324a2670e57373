// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/score/agreement.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <vector>

#include "model/score/vectors.h"

namespace calotype::model {

namespace {

constexpr double kLeastMeanCosine = 0.99, kLeastSame = 0.98;
constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

/// The places of the best photos by dot product, in ascending order; without photo `itself`.
std::vector<std::size_t> bestPhotos(const UnitRows& photos, std::span<const float> query,
                                    std::size_t itself) {
  std::vector<float> scores(photos.count());
  for (std::size_t i = 0; i < scores.size(); ++i) scores[i] = dot(photos.row(i), query);
  std::vector<std::size_t> places(photos.count());
  std::iota(places.begin(), places.end(), std::size_t(0));
  if (itself != kNone) places.erase(places.begin() + std::ptrdiff_t(itself));
  const auto end = places.begin() + std::ptrdiff_t(std::min(Agreement::kTop, places.size()));
  std::partial_sort(places.begin(), end, places.end(), [&](std::size_t a, std::size_t b) {
    return scores[a] != scores[b] ? scores[a] > scores[b] : a < b;
  });
  places.erase(end, places.end());
  std::ranges::sort(places);
  return places;
}

/// Counts what two lists of the best have in common.
class Same {
 public:
  void add(const std::vector<std::size_t>& one, const std::vector<std::size_t>& other) {
    std::vector<std::size_t> both;
    std::ranges::set_intersection(one, other, std::back_inserter(both));
    same_ += both.size();
    all_ += one.size();
  }
  double share() const { return all_ == 0 ? 1 : double(same_) / double(all_); }

 private:
  std::size_t same_ = 0, all_ = 0;
};

void addCosines(const UnitRows& one, const UnitRows& other, Agreement& into, double& sum) {
  for (std::size_t i = 0; i < one.count(); ++i) {
    const double cosine = dot(one.row(i), other.row(i));
    sum += cosine;
    into.leastCosine = std::min(into.leastCosine, cosine);
  }
}

}  // namespace

Agreement agreementOf(const TowerRows& one, const TowerRows& other) {
  Agreement found{one.photos.count(), one.sentences.count()};
  double sum = 0;
  addCosines(one.photos, other.photos, found, sum);
  addCosines(one.sentences, other.sentences, found, sum);
  if (const auto all = found.photos + found.sentences; all > 0)
    found.meanCosine = sum / double(all);

  Same words, pictures;
  for (std::size_t i = 0; i < found.sentences; ++i)
    words.add(bestPhotos(one.photos, one.sentences.row(i), kNone),
              bestPhotos(other.photos, other.sentences.row(i), kNone));
  // Evenly over all, since photos of one hour look alike.
  const auto queries = std::min(Agreement::kQueries, found.photos);
  for (std::size_t query = 0; query < queries; ++query) {
    const auto i = query * found.photos / queries;
    pictures.add(bestPhotos(one.photos, one.photos.row(i), i),
                 bestPhotos(other.photos, other.photos.row(i), i));
  }
  found.sameByWords = words.share();
  found.sameByPictures = pictures.share();
  return found;
}

bool keepsQuality(const Agreement& agreement) {
  return agreement.meanCosine >= kLeastMeanCosine && agreement.sameByWords >= kLeastSame &&
         agreement.sameByPictures >= kLeastSame;
}

}  // namespace calotype::model
