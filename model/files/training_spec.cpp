// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/files/training_spec.h"

#include <span>

#include "model/files/families.h"

namespace calotype::model {

namespace {

constexpr int kMostSteps = 100'000'000;
constexpr int kMostBatch = 1 << 16;
constexpr std::size_t kMostTemplates = 100;

template <class T>
struct Choice {
  std::string_view name;
  T value;
};
constexpr Choice<ContrastLoss> kLosses[] = {{"infonce", ContrastLoss::InfoNce},
                                            {"sigmoid", ContrastLoss::Sigmoid}};
constexpr Choice<Adapter> kAdapters[] = {
    {"none", Adapter::None}, {"linear", Adapter::Linear}, {"lora", Adapter::LoRa}};
constexpr Choice<bool> kPrecisions[] = {{"float32", false}, {"bf16", true}};

/// A field that names one of several things; absent: stays as it is.
template <class T>
Status readChoice(const JsonFields& fields, const char* key, std::span<const Choice<T>> choices,
                  T& into) {
  if (!fields.has(key)) return {};
  CALOTYPE_TRY(const auto name, fields.text(key));
  std::string known;
  for (const auto& choice : choices) {
    if (choice.name == name) {
      into = choice.value;
      return {};
    }
    known += (known.empty() ? "" : ", ") + std::string(choice.name);
  }
  return fields.wrong(key, "is none of " + known);
}

struct Number {
  const char* key;
  double least, most;
  double* value;
};

Status readNumbers(const JsonFields& fields, std::span<const Number> numbers) {
  for (const auto& row : numbers) {
    CALOTYPE_TRY(*row.value, fields.number(row.key, row.least, row.most, *row.value));
  }
  return {};
}

struct Whole {
  const char* key;
  int least, most;
  int* value;
};

Status readWholes(const JsonFields& fields, std::span<const Whole> numbers) {
  for (const auto& row : numbers) {
    CALOTYPE_TRY(*row.value, fields.integer(row.key, row.least, row.most, *row.value));
  }
  return {};
}

Status readAugmentation(const JsonFields& fields, AugmentationSpec& spec) {
  const Number numbers[] = {
      {"least_area", 0.01, 1, &spec.leastArea},
      {"aspect", 1, 4, &spec.aspect},
      {"mirror", 0, 1, &spec.mirror},
      {"brightness", 0, 1, &spec.brightness},
      {"contrast", 0, 1, &spec.contrast},
      {"saturation", 0, 1, &spec.saturation},
      {"grey", 0, 1, &spec.grey},
      {"word_dropout", 0, 0.9, &spec.wordDropout},
      {"patch", 0, 1, &spec.patch},
  };
  return readNumbers(fields, numbers);
}

Status readTemplates(const JsonFields& fields, std::vector<std::string>& templates) {
  templates = {"a photo of a {}"};
  const auto& list = fields.value("templates");
  if (list.is_null()) return {};
  if (!list.is_array() || list.empty() || list.size() > kMostTemplates)
    return fields.wrong("templates", "is not a list of 1 to 100 sentences");
  templates.clear();
  for (const auto& text : list) {
    if (!text.is_string() || text.get_ref<const std::string&>().find("{}") == std::string::npos)
      return fields.wrong("templates", "has an entry that is no sentence with {} in it");
    templates.push_back(text.get<std::string>());
  }
  return {};
}

Status readTraining(const JsonFields& fields, TrainingSpec& spec) {
  int seed = int(spec.seed);
  const Whole wholes[] = {
      {"seed", 0, 2'000'000'000, &seed},
      {"steps", 1, kMostSteps, &spec.steps},
      {"batch", 2, kMostBatch, &spec.batch},
      {"warm_up_steps", 0, kMostSteps, &spec.warmUpSteps},
      {"words_at_once", 1, kMostBatch, &spec.wordsAtOnce},
      {"rank", 1, 1024, &spec.rank},
      {"report_every", 1, kMostSteps, &spec.reportEvery},
      {"checkpoint_every", 1, kMostSteps, &spec.checkpointEvery},
  };
  CALOTYPE_CHECK(readWholes(fields, wholes));
  spec.seed = std::uint64_t(seed);
  CALOTYPE_TRY(spec.chunk, fields.integer("chunk", 2, kMostBatch, spec.batch));
  const Number numbers[] = {
      {"learning_rate", 0, 10, &spec.learningRate},
      {"last_rate", 0, 1, &spec.lastRate},
      {"weight_decay", 0, 10, &spec.weightDecay},
      {"beta1", 0, 0.9999, &spec.beta1},
      {"beta2", 0, 0.99999, &spec.beta2},
      {"epsilon", 1e-12, 1, &spec.epsilon},
      {"gradient_norm", 0, 1e6, &spec.gradientNorm},
      {"average", 0, 0.999999, &spec.average},
      {"imitation", 0, 1000, &spec.imitation},
      {"relations", 0, 1000, &spec.relations},
      {"guidance", 0, 1000, &spec.guidance},
      {"agreement", 0, 1000, &spec.agreement},
      {"words", 0, 1000, &spec.words},
      {"caption_share", 0, 1, &spec.captionShare},
  };
  CALOTYPE_CHECK(readNumbers(fields, numbers));
  CALOTYPE_TRY(spec.evenEmbeddings, fields.truth("even_embeddings", spec.evenEmbeddings));
  CALOTYPE_TRY(spec.freezeImages, fields.truth("freeze_images", spec.freezeImages));
  CALOTYPE_TRY(spec.freezeTexts, fields.truth("freeze_texts", spec.freezeTexts));
  CALOTYPE_CHECK(readChoice<bool>(fields, "precision", kPrecisions, spec.bf16));
  CALOTYPE_CHECK(readChoice<ContrastLoss>(fields, "loss", kLosses, spec.loss));
  CALOTYPE_CHECK(readChoice<Adapter>(fields, "adapter", kAdapters, spec.adapter));
  CALOTYPE_CHECK(readTemplates(fields, spec.templates));
  if (!fields.has("augmentation")) return {};
  CALOTYPE_TRY(const auto augmentation, fields.object("augmentation"));
  return readAugmentation(augmentation, spec.augmentation);
}

}  // namespace

Result<TrainingSpec> TrainingSpec::open(const fs::path& file) {
  CALOTYPE_TRY(const auto json, readJson(file));
  const JsonFields fields(json, displayPath(file));
  CALOTYPE_CHECK(fields.check());
  TrainingSpec spec;
  const auto& family = familyNamed(kTrainedFamily);
  spec.model.family = family.name;
  spec.model.folder = file.parent_path();
  spec.model.name = displayPath(file.stem());
  CALOTYPE_CHECK(family.readArchitecture(fields, spec.model));
  CALOTYPE_CHECK(family.readTransform(fields, spec.model));
  CALOTYPE_TRY(const auto vocabulary, fields.text("vocabulary", "."));
  spec.model.tokenizer = (file.parent_path() / vocabulary / "merges.txt").lexically_normal();
  CALOTYPE_TRY(const auto training, fields.object("training"));
  CALOTYPE_CHECK(readTraining(training, spec));
  return spec;
}

Status refuseUsedFolder(const fs::path& folder) {
  std::error_code error;
  for (const char* const name : {kCheckpointFile, "model"})
    if (fs::exists(folder / name, error))
      return fail(Code::InvalidArgument,
                  displayPath(folder) + ": holds " + name +
                      " of a run, which would be lost. Go on with it by --resume, or name another "
                      "folder with --out.");
  return {};
}

}  // namespace calotype::model
