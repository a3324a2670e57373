// SPDX-License-Identifier: GPL-3.0-or-later
// The tagger on published numbers of OpenAI's ViT-B/32: 50 pictures' vectors and those of 2,148
// names.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>

#include "catalog/store/tag_store.h"
#include "catalog/tags/tagger.h"
#include "model/files/json.h"
#include "model/files/safetensors.h"
#include "model/score/vectors.h"
#include "tests/support/shared.h"
#include "tests/support/temp_catalog.h"

namespace calotype::catalog {
namespace {

using test::orDie;

std::vector<std::vector<float>> unitRows(const fs::path& file) {
  const auto tensors = orDie(model::SafeTensors::open(file));
  const auto tensor = orDie(tensors.floats(tensors.entries().begin()->first));
  const auto dims = std::size_t(tensor.shape[1]);
  std::vector<std::vector<float>> rows;
  for (std::size_t i = 0; i < std::size_t(tensor.shape[0]); ++i) {
    const auto begin = tensor.data.begin() + std::ptrdiff_t(i * dims);
    rows.emplace_back(begin, begin + std::ptrdiff_t(dims));
    model::normalise(rows.back());
  }
  return rows;
}

/// "traffic_light_(street)" -> "traffic light".
std::string plainName(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return tagKey(name.substr(0, name.find('(')));
}

struct RealClip {
  Vocabulary vocabulary =
      orDie(Vocabulary::read(fs::path(CALOTYPE_SOURCE) / "resources/vocabularies/photos.json"));
  model::ConceptVectors vectors;
  std::vector<std::int32_t> concepts;  // of the vocabulary, by row
  std::vector<std::vector<float>> photos;
  std::vector<std::string> labels;

  RealClip() {
    const auto real = test::shared() / "reference/real";
    std::map<std::string, std::vector<float>> names;
    std::vector<float> mean(512, 0);
    std::size_t count = 0;
    for (const std::string table : {"coco80", "openimages500", "objects365", "lvis1203"}) {
      const auto rows = unitRows(real / "text" / (table + ".safetensors"));
      const auto list = orDie(model::readJson(real / "text" / (table + ".names.json")));
      for (std::size_t i = 0; i < rows.size(); ++i, ++count) {
        names.emplace(plainName(list[i].get<std::string>()), rows[i]);
        for (std::size_t d = 0; d < mean.size(); ++d) mean[d] += rows[i][d];
      }
    }
    // Sentences that say nothing were not published; the mean of all names stands for them.
    for (float& value : mean) value /= float(count);
    vectors.neutral = mean;
    vectors.dims = mean.size();
    vectors.logitScale = 100;
    std::map<std::int32_t, std::int32_t> rowOf;
    for (std::size_t i = 0; i < vocabulary.concepts().size(); ++i) {
      const auto& one = vocabulary.concepts()[i];
      const auto name = std::find_if(one.english.begin(), one.english.end(),
                                     [&](const auto& n) { return names.count(tagKey(n)) != 0; });
      if (name == one.english.end() || one.group) continue;
      const auto& row = names.at(tagKey(*name));
      vectors.rows.insert(vectors.rows.end(), row.begin(), row.end());
      auto above = one.above;
      while (above >= 0 && rowOf.count(above) == 0)
        above = vocabulary.concepts()[std::size_t(above)].above;
      rowOf[std::int32_t(i)] = std::int32_t(concepts.size());
      vectors.above.push_back(above < 0 ? -1 : rowOf.at(above));
      concepts.push_back(std::int32_t(i));
    }
    photos = unitRows(real / "images50/image-embeddings.safetensors");
    const auto expected = orDie(model::readJson(real / "images50/expected.json"));
    for (const auto& item : expected["items"]) labels.push_back(item["label"].get<std::string>());
  }

  const std::string& idOf(std::size_t row) const {
    return vocabulary.concepts()[std::size_t(concepts[row])].id;
  }
};

/// The pictures of one thing: 10 dogs, 10 cats, 3 cars, 4 ships, 2 trains. Whatever else may be in
/// them is not known, but for kinds of the thing itself.
model::LabelledEvidence judged(const RealClip& real) {
  static const std::map<std::string, std::set<std::string>> kRight = {
      {"dog", {"dog", "pet"}},    {"cat", {"cat", "pet"}},    {"car", {"car", "sports-car"}},
      {"ship", {"ship", "boat"}}, {"boat", {"ship", "boat"}}, {"train", {"train"}}};
  model::LabelledEvidence data;
  for (std::size_t row = 0; row < real.concepts.size(); ++row)
    data.concepts.push_back(real.idOf(row));
  data.tested.assign(real.concepts.size(), true);
  for (std::size_t i = 0; i < real.photos.size(); ++i) {
    const auto right = kRight.find(real.labels[i]);
    if (right == kRight.end()) continue;
    const auto evidence = model::weigh(real.vectors, real.photos[i]);
    data.evidence.insert(data.evidence.end(), evidence.begin(), evidence.end());
    for (std::size_t row = 0; row < real.concepts.size(); ++row) {
      auto truth = right->second.count(real.idOf(row)) != 0 ? model::Truth::Yes : model::Truth::No;
      for (auto above = real.vectors.above[row]; truth == model::Truth::No && above >= 0;
           above = real.vectors.above[std::size_t(above)])
        if (right->second.count(real.idOf(std::size_t(above))) != 0) truth = model::Truth::Unknown;
      // "pet" is right, but nobody misses it.
      if (truth == model::Truth::Yes && real.idOf(row) != right->first &&
          !(real.idOf(row) == "ship" || real.idOf(row) == "boat"))
        truth = model::Truth::Unknown;
      if (truth == model::Truth::Yes && real.idOf(row) == "boat" && right->first != "boat")
        truth = model::Truth::Unknown;
      data.truth.push_back(truth);
    }
  }
  return data;
}

void print(const char* rule, const model::TagMeasure& m) {
  std::printf("%-22s right %3lld wrong %3lld missed %3lld  precision %.3f recall %.3f\n", rule,
              static_cast<long long>(m.right), static_cast<long long>(m.wrong),
              static_cast<long long>(m.missed), m.microPrecision, m.microRecall);
}

TEST(RealClipTest, TheCautiousCalibrationHoldsItsPrecisionWhereAFixedCosineDoesNot) {
  CALOTYPE_NEEDS_SHARED("reference/real/images50/image-embeddings.safetensors");
  const RealClip real;
  const auto data = judged(real);
  ASSERT_GE(data.photos(), 29u);
  std::printf("%zu photos, %zu concepts with real vectors\n", data.photos(), data.concepts.size());
  const auto cautious = model::Calibration::cautious();
  for (const double precision : {0.95, 0.9, 0.8, 0.7, 0.5})
    print(("cautious, " + std::to_string(precision).substr(0, 4)).c_str(),
          measure(cautious, data, precision));

  std::vector<bool> above(data.truth.size()), best(data.truth.size());
  std::size_t photo = 0;
  for (std::size_t i = 0; i < real.photos.size(); ++i) {
    const auto& label = real.labels[i];
    if (label == "person" || label == "robot") continue;
    std::vector<std::pair<float, std::size_t>> ranked;
    for (std::size_t row = 0; row < data.concepts.size(); ++row) {
      const float cosine =
          model::dot(real.photos[i], std::span(real.vectors.rows).subspan(row * 512, 512));
      above[photo * data.concepts.size() + row] = cosine >= 0.25f;
      ranked.emplace_back(-cosine, row);
    }
    std::sort(ranked.begin(), ranked.end());
    for (std::size_t k = 0; k < 5; ++k)
      best[photo * data.concepts.size() + ranked[k].second] = true;
    ++photo;
  }
  const auto fixed = measure(data, above);
  print("cosine >= 0.25", fixed);
  print("five best", measure(data, best));
  const auto ours = measure(cautious, data, 0.9);
  EXPECT_GE(ours.microPrecision, 0.9);
  EXPECT_GE(ours.right, 8);
  EXPECT_GT(ours.microPrecision, fixed.microPrecision);
}

}  // namespace
}  // namespace calotype::catalog
