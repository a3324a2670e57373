// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/training/tuning.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "catalog/training/training_photos.h"
#include "model/base/random.h"
#include "model/files/families.h"
#include "model/files/model_folder.h"
#include "model/image/image_transform.h"
#include "model/score/calibration.h"
#include "model/score/recall.h"
#include "model/score/vectors.h"

namespace calotype::catalog {

namespace {

using model::UnitRows;

constexpr std::size_t kLeastMeasured = 8;  // photos in each of the two measured parts
constexpr std::size_t kMostMeasured = 400;
constexpr double kGuard = 0.995;
constexpr std::int64_t kAmong = 5;
constexpr std::array kShares = {0.25, 0.5, 0.75, 1.0};
constexpr std::size_t kBatch = 32;

enum Part : std::size_t { Learn, Choose, Prove, Parts };
/// Of five days.
constexpr std::array<Part, 5> kPartOf = {Learn, Choose, Learn, Prove, Learn};

using Photos = std::vector<const TuningPhoto*>;

/// By the day alone, so that what one run proves itself by is not learnt from by the next.
std::array<Photos, Parts> splitByDay(const std::vector<TuningPhoto>& photos) {
  std::array<Photos, Parts> parts;
  for (const auto& photo : photos) {
    const auto part = kPartOf[Random{std::uint64_t(photo.day)}.below(kPartOf.size())];
    parts[part].push_back(&photo);
  }
  return parts;
}

/// Days in turn: for those whose few days all fall on one side.
std::array<Photos, Parts> splitInTurn(const std::vector<TuningPhoto>& photos) {
  std::map<std::int64_t, std::size_t> places;
  for (const auto& photo : photos) places[photo.day] = 0;
  std::size_t next = 0;
  for (auto& place : places) place.second = next++;
  std::array<Photos, Parts> parts;
  for (const auto& photo : photos)
    parts[kPartOf[places.at(photo.day) % kPartOf.size()]].push_back(&photo);
  return parts;
}

bool canBeMeasured(const std::array<Photos, Parts>& parts) {
  return parts[Choose].size() >= kLeastMeasured && parts[Prove].size() >= kLeastMeasured;
}

std::array<Photos, Parts> split(const std::vector<TuningPhoto>& photos) {
  auto parts = splitByDay(photos);
  if (!canBeMeasured(parts)) parts = splitInTurn(photos);
  for (const auto part : {Choose, Prove})
    if (parts[part].size() > kMostMeasured) parts[part].resize(kMostMeasured);
  return parts;
}

std::string textOf(const std::string& tag) {
  return "a photo of " + tag;
}

/// A model's answers, as far as they are measured.
class Measured {
 public:
  static Result<Measured> of(const model::InstalledModel& installed, const TuningRequest& request,
                             const std::array<Photos, Parts>& parts) {
    Measured measured;
    CALOTYPE_TRY(measured.encoder_, model::openEncoder(installed, request.options));
    CALOTYPE_TRY(auto tokenizer, model::Tokenizer::open(installed.spec));
    measured.tokenizer_.emplace(std::move(tokenizer));
    for (const auto part : {Choose, Prove}) {
      std::vector<RgbView> pictures;
      for (const auto* photo : parts[part]) pictures.push_back(photo->picture.view());
      CALOTYPE_TRY(measured.images_[part], measured.images(pictures, request.stop));
    }
    std::vector<RgbView> others;
    for (const auto& picture : request.others) others.push_back(picture.view());
    CALOTYPE_TRY(measured.others_, measured.images(others, request.stop));
    std::vector<std::string> names;
    names.reserve(request.vocabulary.concepts().size());
    for (const auto& one : request.vocabulary.concepts()) names.push_back(textOf(one.id));
    CALOTYPE_TRY(measured.concepts_, measured.texts(names));
    return measured;
  }

  /// Ranks of the part's photos by each of their own words, among those without this word and the
  /// others.
  Result<std::vector<std::int64_t>> ranks(const Photos& photos, Part part) {
    std::map<std::string, std::vector<std::size_t>> answers;
    for (std::size_t i = 0; i < photos.size(); ++i) {
      for (const auto& caption : photos[i]->captions) answers[caption].push_back(i);
      for (const auto& tag : photos[i]->tags) answers[textOf(tag)].push_back(i);
    }
    std::vector<std::string> queries;
    std::vector<std::vector<std::size_t>> right;
    for (auto& [text, rows] : answers) {
      queries.push_back(text);
      right.push_back(std::move(rows));
    }
    CALOTYPE_TRY(const auto rows, texts(queries));
    auto gallery = images_[part];
    gallery.values.insert(gallery.values.end(), others_.values.begin(), others_.values.end());
    return model::ranksOfEach(rows, gallery, right);
  }

  /// The best concept of each other picture.
  std::vector<std::size_t> best() const {
    std::vector<std::size_t> best(others_.count());
    for (std::size_t i = 0; i < best.size(); ++i) {
      std::vector<float> scores(concepts_.count());
      for (std::size_t c = 0; c < scores.size(); ++c)
        scores[c] = model::dot(others_.row(i), concepts_.row(c));
      best[i] = std::size_t(std::max_element(scores.begin(), scores.end()) - scores.begin());
    }
    return best;
  }

  /// The part of the other pictures whose concept is among the best five.
  double keeps(const std::vector<std::size_t>& concepts) const {
    if (concepts.empty()) return 1;
    std::vector<std::vector<std::size_t>> right;
    right.reserve(concepts.size());
    for (const auto one : concepts) right.push_back({one});
    return model::partAtMost(model::ranksOf(others_, concepts_, right), kAmong).value;
  }

 private:
  Result<UnitRows> images(const std::vector<RgbView>& pictures, const std::stop_token& stop) {
    const model::ImageTransform transform(encoder_->spec().transform);
    UnitRows rows;
    for (std::size_t first = 0; first < pictures.size(); first += kBatch) {
      if (stop.stop_requested()) return fail(Code::Cancelled, "The tuning was stopped.");
      std::vector<Rgb8> crops;
      for (std::size_t i = first; i < std::min(first + kBatch, pictures.size()); ++i)
        crops.push_back(transform.apply(pictures[i]));
      CALOTYPE_TRY(auto encoded, encoder_->images(crops));
      append(std::move(encoded), rows);
    }
    return rows;
  }

  Result<UnitRows> texts(const std::vector<std::string>& texts) {
    UnitRows rows;
    std::vector<model::Tokens> tokens;
    tokens.reserve(texts.size());
    for (const auto& text : texts) tokens.push_back(tokenizer_->encode(text));
    CALOTYPE_TRY(auto encoded, encoder_->texts(tokens));
    append(std::move(encoded), rows);
    return rows;
  }

  static void append(model::Embeddings encoded, UnitRows& rows) {
    rows.dims = encoded.dims;
    for (std::size_t i = 0; i < encoded.count(); ++i)
      model::normalise(std::span(encoded.rows).subspan(i * encoded.dims, encoded.dims));
    rows.values.insert(rows.values.end(), encoded.rows.begin(), encoded.rows.end());
  }

  std::unique_ptr<model::Encoder> encoder_;
  std::optional<model::Tokenizer> tokenizer_;
  std::array<UnitRows, Parts> images_;
  UnitRows others_, concepts_;
};

/// Where both towers stay as they are, each is asked once for every photo, seen in a few ways, and
/// for every text.
class RowSource final : public model::TrainingSource {
 public:
  static constexpr std::int64_t kViews = 4;

  RowSource(model::TrainingSource& source, model::Encoder& encoder, int count)
      : source_(source), encoder_(encoder), count_(count) {}

  /// Asks the towers about the pairs of all the rounds that are gone through.
  Status fill(std::int64_t rounds, const std::stop_token& stop) {
    for (std::int64_t round = 0; round < rounds; ++round) {
      if (stop.stop_requested()) return fail(Code::Cancelled, "The tuning was stopped.");
      CALOTYPE_TRY(auto pairs, source_.pairs(round, count_));
      CALOTYPE_CHECK(ask(pairs));
      rounds_.push_back(std::move(pairs));
    }
    return {};
  }

  Result<std::vector<model::TrainingPair>> pairs(std::int64_t step, int count) override {
    Random random{std::uint64_t(step)};
    std::vector<model::TrainingPair> drawn;
    for (int i = 0; i < count; ++i) {
      const auto& round = rounds_[random.below(rounds_.size())];
      drawn.push_back(round[random.below(round.size())]);
    }
    return drawn;
  }
  Result<model::TrainingWords> words(std::int64_t, int) override { return model::TrainingWords{}; }
  int teacherDims() const override { return 0; }
  int wordDims() const override { return 0; }

 private:
  Status ask(std::vector<model::TrainingPair>& pairs) {
    std::vector<Rgb8> crops;
    std::vector<model::Tokens> texts;
    for (auto& pair : pairs) {
      crops.push_back(std::move(pair.crop));
      texts.push_back(pair.text);
    }
    CALOTYPE_TRY(const auto images, encoder_.images(crops));
    CALOTYPE_TRY(const auto words, encoder_.texts(texts));
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      pairs[i].crop = {};
      pairs[i].imageRow.assign(images.row(i).begin(), images.row(i).end());
      pairs[i].textRow.assign(words.row(i).begin(), words.row(i).end());
    }
    return {};
  }

  model::TrainingSource& source_;
  model::Encoder& encoder_;
  int count_;
  std::vector<std::vector<model::TrainingPair>> rounds_;
};

Status trainOn(const Photos& photos, const TuningRequest& request) {
  CALOTYPE_TRY(auto tokenizer, model::Tokenizer::open(request.initial.spec));
  TrainingPhotos pictures(request.spec, std::move(tokenizer));
  for (const auto* photo : photos)
    pictures.add(photo->key, photo->picture, photo->tags, photo->captions);
  CALOTYPE_CHECK(pictures.finish());
  std::unique_ptr<model::Encoder> encoder;
  std::optional<RowSource> rows;
  if (request.spec.adapter == model::Adapter::Linear) {
    CALOTYPE_TRY(encoder, model::openEncoder(request.initial, request.options));
    const int batch = request.spec.batch;
    rows.emplace(pictures, *encoder, batch);
    const auto rounds = (std::int64_t(photos.size()) + batch - 1) / batch * RowSource::kViews;
    CALOTYPE_CHECK(rows->fill(rounds, request.stop));
  }
  model::TrainingSource& source = rows ? static_cast<model::TrainingSource&>(*rows) : pictures;
  model::TrainingEvents events;
  events.step = request.step;
  return model::train({.spec = request.spec,
                       .initial = &request.initial,
                       .source = source,
                       .folder = request.folder / "work",
                       .options = request.options,
                       .stop = request.stop,
                       .events = events,
                       .log = request.log});
}

/// How far to go: the share with the best recall on the photos it is chosen by, the least among
/// equals; 0 when none is better than the initial model without harm.
Result<double> choose(const TuningRequest& request, const std::array<Photos, Parts>& parts,
                      Measured& initial, const model::ModelSpec& trained) {
  CALOTYPE_TRY(const auto before, initial.ranks(parts[Choose], Choose));
  double best = model::partAtMost(before, kAmong).value, share = 0;
  const auto concepts = initial.best();
  for (const double candidate : kShares) {
    const auto folder = request.folder / "between";
    CALOTYPE_CHECK(model::writeBetween(folder, request.initial.spec, trained, candidate));
    CALOTYPE_TRY(const auto between, model::ModelStore::open(folder));
    CALOTYPE_TRY(auto measured, Measured::of(between, request, parts));
    CALOTYPE_TRY(const auto ranks, measured.ranks(parts[Choose], Choose));
    const double recall = model::partAtMost(ranks, kAmong).value;
    if (recall <= best || measured.keeps(concepts) < kGuard) continue;
    best = recall;
    share = candidate;
  }
  return share;
}

/// The scores stay near the initial model's, so its calibration fits better than one for any model.
void copyCalibration(const fs::path& from, const fs::path& to) {
  std::error_code none;
  fs::copy_file(from / model::kCalibrationFile, to / model::kCalibrationFile, none);
}

Status prove(const TuningRequest& request, const std::array<Photos, Parts>& parts,
             Measured& initial, const model::ModelSpec& trained, TuningReport& report) {
  const auto folder = request.folder / "model";
  CALOTYPE_CHECK(model::writeBetween(folder, request.initial.spec, trained, report.share));
  CALOTYPE_TRY(const auto chosen, model::ModelStore::open(folder));
  CALOTYPE_TRY(auto measured, Measured::of(chosen, request, parts));
  CALOTYPE_TRY(const auto before, initial.ranks(parts[Prove], Prove));
  CALOTYPE_TRY(const auto after, measured.ranks(parts[Prove], Prove));
  report.queries = after.size();
  report.before = model::partAtMost(before, kAmong).value;
  report.after = model::partAtMost(after, kAmong).value;
  report.guardAfter = measured.keeps(initial.best());
  report.kept = report.after > report.before && report.guardAfter >= kGuard;
  if (report.kept) copyCalibration(request.initial.spec.folder, folder);
  return {};
}

void removeWork(const TuningRequest& request, bool kept) {
  std::error_code ignored;
  for (const char* const name : {"work", "between"}) fs::remove_all(request.folder / name, ignored);
  if (!kept) fs::remove_all(request.folder / "model", ignored);
}

Result<TuningReport> tuneParts(const TuningRequest& request,
                               const std::array<Photos, Parts>& parts) {
  TuningReport report;
  report.learntFrom = parts[Learn].size();
  report.chosenBy = parts[Choose].size();
  report.provenOn = parts[Prove].size();
  report.guards = request.others.size();
  CALOTYPE_CHECK(createPrivateFolder(request.folder / "work"));
  CALOTYPE_CHECK(trainOn(parts[Learn], request));
  CALOTYPE_TRY(const auto trained, model::ModelSpec::open(request.folder / "work" / "model"));
  CALOTYPE_TRY(auto initial, Measured::of(request.initial, request, parts));
  CALOTYPE_TRY(report.share, choose(request, parts, initial, trained));
  if (report.share > 0) {
    CALOTYPE_CHECK(prove(request, parts, initial, trained, report));
    return report;
  }
  CALOTYPE_TRY(const auto ranks, initial.ranks(parts[Prove], Prove));
  report.queries = ranks.size();
  report.before = report.after = model::partAtMost(ranks, kAmong).value;
  return report;
}

}  // namespace

Result<TuningReport> tune(const TuningRequest& request) {
  std::error_code error;
  if (!fs::is_empty(request.folder, error) || error)
    return fail(Code::InvalidArgument,
                displayPath(request.folder) +
                    ": is no empty folder. Name a new one with --out: what lies there must not be "
                    "lost.");
  const auto parts = split(request.photos);
  if (request.photos.size() < kLeastTuningPhotos || !canBeMeasured(parts))
    return fail(Code::InvalidArgument,
                "There is too little to learn from: " + std::to_string(request.photos.size()) +
                    " photos have a caption or a tag of yours. At least " +
                    std::to_string(kLeastTuningPhotos) +
                    " from several days are needed, since only a part is learnt from: the rest "
                    "proves that the model became better.");
  auto report = tuneParts(request, parts);
  removeWork(request, report && report->kept);
  return report;
}

Result<model::TrainingSpec> tuningSpec(const model::ModelSpec& model, std::size_t photos) {
  CALOTYPE_CHECK(model::writeOpenClip(model).map([](auto&&) {}));
  model::TrainingSpec spec;
  spec.model = model;
  spec.adapter = model::Adapter::Linear;
  spec.batch = spec.chunk = int(std::clamp<std::size_t>(photos / 4, 8, 128));
  spec.steps = 200;
  spec.learningRate = 3e-4;
  spec.warmUpSteps = 20;
  spec.average = 0.98;
  spec.evenEmbeddings = false;
  spec.reportEvery = 10;
  spec.checkpointEvery = spec.steps;
  spec.templates = {"a photo of {}", "{}", "a picture of {}"};
  spec.augmentation.leastArea = 0.7;
  return spec;
}

}  // namespace calotype::catalog
