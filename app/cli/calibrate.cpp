// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <numeric>
#include <string>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/open_catalog.h"
#include "catalog/decoder_pool.h"
#include "catalog/tags/concept_vectors.h"
#include "catalog/training/labelled_photos.h"
#include "model/base/hash.h"
#include "model/base/install_paths.h"
#include "model/encoder.h"
#include "model/score/calibration.h"
#include "model/score/vectors.h"
#include "model/text/tokenizer.h"

namespace calotype::cli {
namespace {

struct Options {
  ModelChoice model;
  std::vector<std::string> data;
  std::string vocabulary, output;
  std::size_t wrong = 0;
};

/// What a fixed rule would have done on the same photos.
struct Rival {
  const char* name;
  model::TagMeasure measure;
};

model::LabelledEvidence evidenceOf(const catalog::LabelledPhotos& photos,
                                   const std::vector<std::size_t>& rows,
                                   const catalog::Vocabulary& vocabulary,
                                   const model::ConceptVectors& vectors) {
  model::LabelledEvidence data;
  data.tested = photos.tested;
  for (const auto& one : vocabulary.concepts()) data.concepts.push_back(one.id);
  const std::size_t count = data.concepts.size();
  for (const std::size_t row : rows) {
    const auto evidence = model::weigh(vectors, photos.vectors[row]);
    data.evidence.insert(data.evidence.end(), evidence.begin(), evidence.end());
    const auto truth = photos.truth.begin() + std::ptrdiff_t(row * count);
    data.truth.insert(data.truth.end(), truth, truth + std::ptrdiff_t(count));
  }
  return data;
}

/// The raw cosine above a number, and the five best by it: what other programs do.
std::vector<Rival> rivals(const catalog::LabelledPhotos& photos,
                          const std::vector<std::size_t>& rows,
                          const model::ConceptVectors& vectors,
                          const model::LabelledEvidence& data) {
  constexpr float kCosine = 0.25f;
  constexpr std::size_t kBest = 5;
  const std::size_t count = vectors.count();
  std::vector<bool> above(rows.size() * count), best(rows.size() * count);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::vector<std::pair<float, std::size_t>> ranked;
    for (std::size_t c = 0; c < count; ++c) {
      if (!data.tested[c]) continue;
      const float cosine = model::dot(
          photos.vectors[rows[i]], std::span(vectors.rows).subspan(c * vectors.dims, vectors.dims));
      above[i * count + c] = cosine >= kCosine;
      ranked.emplace_back(-cosine, c);
    }
    std::sort(ranked.begin(), ranked.end());
    for (std::size_t k = 0; k < std::min(kBest, ranked.size()); ++k)
      best[i * count + ranked[k].second] = true;
  }
  return {{"raw cosine >= 0.25", measure(data, above)},
          {"five best by cosine", measure(data, best)}};
}

/// Labels are not complete: the surest answers that count as wrong are worth a look by eye.
void printWrong(const catalog::LabelledPhotos& photos, const std::vector<std::size_t>& rows,
                const model::Calibration& calibration, const model::LabelledEvidence& data,
                std::size_t most) {
  struct Wrong {
    double probability;
    std::size_t at;
  };
  std::vector<Wrong> wrong;
  const std::size_t count = data.concepts.size();
  for (std::size_t i = 0; i < data.truth.size(); ++i)
    if (data.tested[i % count] && data.truth[i] == model::Truth::No)
      wrong.push_back({calibration.probability(data.evidence[i], data.concepts[i % count]), i});
  most = std::min(most, wrong.size());
  std::partial_sort(wrong.begin(), wrong.begin() + std::ptrdiff_t(most), wrong.end(),
                    [](const Wrong& a, const Wrong& b) { return a.probability > b.probability; });
  for (std::size_t i = 0; i < most; ++i) {
    const auto row = rows[wrong[i].at / count];
    std::printf("%3.0f %%  %-24s %s (%s)\n", 100 * wrong[i].probability,
                data.concepts[wrong[i].at % count].c_str(), photos.keys[row].c_str(),
                photos.sources[row].c_str());
  }
}

void print(const std::string& name, const model::TagMeasure& m) {
  std::printf("%-24s %7lld %7lld  %5.1f %% %5.1f %%  %5.1f %% %5.1f %%  %6.2f  %5.1f %%",
              name.c_str(), static_cast<long long>(m.right), static_cast<long long>(m.wrong),
              100 * m.microPrecision, 100 * m.microRecall, 100 * m.macroPrecision,
              100 * m.macroRecall, m.tagsPerPhoto, 100 * m.photosWithWrongTag);
  if (m.expectedCalibrationError > 0) std::printf("  %.3f", m.expectedCalibrationError);
  std::printf("\n");
}

nlohmann::ordered_json asJson(const std::string& name, const model::TagMeasure& m) {
  nlohmann::ordered_json row = {{"rule", name}};
  row.update(nlohmann::ordered_json(model::toJson(m)));
  return row;
}

Result<catalog::LabelledPhotos> readData(const Options& options,
                                         const catalog::Vocabulary& vocabulary,
                                         model::Encoder& encoder, bool quiet) {
  catalog::DecoderPool decoders({.program = decoderProgram()});
  const auto encode = [&](std::span<const Rgb8> crops) -> Result<std::vector<std::vector<float>>> {
    CALOTYPE_TRY(const auto embeddings, encoder.images(crops));
    std::vector<std::vector<float>> vectors;
    for (std::size_t i = 0; i < embeddings.count(); ++i) {
      vectors.emplace_back(embeddings.row(i).begin(), embeddings.row(i).end());
      model::normalise(vectors.back());
    }
    return vectors;
  };
  const auto progress = [&](std::size_t photos) {
    if (!quiet) std::fprintf(stderr, "\r%zu photos", photos);
  };
  const std::vector<fs::path> shards(options.data.begin(), options.data.end());
  auto photos = catalog::readLabelledPhotos(shards, vocabulary, decoders, encoder.spec().transform,
                                            encode, progress);
  if (!quiet) std::fprintf(stderr, "\n");
  return photos;
}

Result<model::ConceptVectors> vectorsOf(const catalog::Vocabulary& vocabulary,
                                        model::Encoder& encoder) {
  CALOTYPE_TRY(const auto tokenizer, model::Tokenizer::open(encoder.spec()));
  const auto encode =
      [&](std::span<const std::string> texts) -> Result<std::vector<std::vector<float>>> {
    std::vector<model::Tokens> tokens;
    for (const auto& text : texts) tokens.push_back(tokenizer.encode(text));
    CALOTYPE_TRY(const auto embeddings, encoder.texts(tokens));
    std::vector<std::vector<float>> vectors;
    for (std::size_t i = 0; i < embeddings.count(); ++i) {
      vectors.emplace_back(embeddings.row(i).begin(), embeddings.row(i).end());
      model::normalise(vectors.back());
    }
    return vectors;
  };
  return catalog::makeConceptVectors(vocabulary, encoder.logitScale(), encode);
}

/// Half of the photos are fitted on, the other half is measured on: by a hash of their keys.
std::vector<std::size_t> halfOf(const catalog::LabelledPhotos& photos, unsigned which) {
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < photos.keys.size(); ++i)
    if ((xxh3(std::as_bytes(std::span(photos.keys[i]))) & 1u) == which) rows.push_back(i);
  return rows;
}

Status calibrate(const Options& options, const Common& common) {
  const bool quiet = common.quiet || common.json;
  CALOTYPE_TRY(const auto vocabulary,
               catalog::Vocabulary::read(
                   options.vocabulary.empty() ? vocabularyFile() : fs::path(options.vocabulary)));
  CALOTYPE_TRY(const auto encoder, options.model.open());
  CALOTYPE_TRY(const auto vectors, vectorsOf(vocabulary, *encoder));
  CALOTYPE_TRY(const auto photos, readData(options, vocabulary, *encoder, quiet));
  for (const auto& problem : photos.problems)
    std::fprintf(stderr, "calotype-cli: %s\n", problem.c_str());

  const auto fitting = evidenceOf(photos, halfOf(photos, 0), vocabulary, vectors);
  CALOTYPE_TRY(auto calibration, model::fit(fitting));
  calibration.vocabulary = vocabulary.name();
  const auto rows = halfOf(photos, 1);
  const auto checking = evidenceOf(photos, rows, vocabulary, vectors);
  for (const double precision : {0.95, 0.9, 0.8, 0.7, 0.6, 0.5})
    calibration.measured.emplace_back(precision, measure(calibration, checking, precision));

  const auto json = calibration.toJson();
  CALOTYPE_CHECK(writeFileAtomically(options.output, std::as_bytes(std::span(json))));
  if (!common.json)
    std::printf(
        "Fitted on %lld photos, measured on %zu others, %lld concepts with labels.\n%-24s "
        "%7s %7s  %16s  %16s  %6s  %7s  %s\n",
        static_cast<long long>(calibration.photos), rows.size(),
        static_cast<long long>(std::count(photos.tested.begin(), photos.tested.end(), true)),
        "rule", "right", "wrong", "micro prec. rec.", "macro prec. rec.", "tags", "photos", "ECE");
  const auto show = [&](const std::string& name, const model::TagMeasure& m) {
    if (common.json)
      std::printf("%s\n", asJson(name, m).dump().c_str());
    else
      print(name, m);
  };
  for (const auto& [precision, m] : calibration.measured)
    show("precision " + std::to_string(precision).substr(0, 4), m);
  printWrong(photos, rows, calibration, checking, options.wrong);
  for (const auto& rival : rivals(photos, rows, vectors, checking)) show(rival.name, rival.measure);
  return {};
}

}  // namespace

Run setUpCalibrate(CLI::App& parser) {
  const auto options = std::make_shared<Options>();
  options->model.addTo(parser);
  parser
      .add_option("--data", options->data,
                  "Shards (NAME.tar with NAME.jsonl) or folders with captions.json")
      ->required();
  parser.add_option("--vocabulary", options->vocabulary, "Another vocabulary than the usual one");
  parser.add_option("--output", options->output, "The calibration.json to write")->required();
  parser.add_option("--wrong", options->wrong,
                    "Also list so many of the surest answers that count as wrong");
  parser.footer(
      "Fits on half of the photos and measures on the other. Put the file into the model's "
      "folder.");
  return [options](const Common& common) {
    const auto done = calibrate(*options, common);
    return done ? int(Done) : report(done.error());
  };
}

}  // namespace calotype::cli
