// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/torch/train/batch.h"

#include <algorithm>
#include <unordered_map>

#include "model/image/image_transform.h"

namespace calotype::model {

namespace {

torch::Tensor rowsOf(std::span<const float> values, std::int64_t rows) {
  return torch::tensor(at::ArrayRef<float>(values.data(), values.size()))
      .view({rows, std::int64_t(values.size()) / rows});
}

void addTexts(std::span<const Tokens* const> texts, TrainingTensors& batch) {
  const auto rows = std::int64_t(texts.size());
  std::size_t length = 0;
  for (const auto* text : texts) length = std::max(length, text->end + 1);
  batch.ids = torch::zeros({rows, std::int64_t(length)}, torch::kLong);
  batch.ends = torch::zeros({rows}, torch::kLong);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    std::copy_n(texts[i]->ids.begin(), texts[i]->end + 1,
                batch.ids.data_ptr<std::int64_t>() + i * length);
    batch.ends.data_ptr<std::int64_t>()[i] = std::int64_t(texts[i]->end);
  }
}

void addTeacher(std::span<const TrainingPair> pairs, TrainingTensors& batch) {
  std::size_t dims = 0;
  for (const auto& pair : pairs) dims = std::max(dims, pair.teacher.size());
  if (dims == 0) return;
  batch.teacher = torch::zeros({std::int64_t(pairs.size()), std::int64_t(dims)});
  batch.taught = torch::zeros({std::int64_t(pairs.size())}, torch::kBool);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (pairs[i].teacher.size() != dims) continue;
    std::copy(pairs[i].teacher.begin(), pairs[i].teacher.end(),
              batch.teacher.data_ptr<float>() + i * dims);
    batch.taught.data_ptr<bool>()[i] = true;
  }
}

void addRows(std::span<const TrainingPair> pairs, TrainingTensors& batch) {
  std::vector<float> images, texts;
  for (const auto& pair : pairs) {
    images.insert(images.end(), pair.imageRow.begin(), pair.imageRow.end());
    texts.insert(texts.end(), pair.textRow.begin(), pair.textRow.end());
  }
  batch.imageRows = rowsOf(images, std::int64_t(pairs.size()));
  batch.textRows = rowsOf(texts, std::int64_t(pairs.size()));
}

void addPixelsAndTexts(std::span<const TrainingPair> pairs, const TrainingWords& words,
                       const TransformSpec& transform, TrainingTensors& batch) {
  std::vector<Rgb8> crops;
  std::vector<const Tokens*> texts;
  for (const auto& pair : pairs) {
    crops.push_back(pair.crop);
    texts.push_back(&pair.text);
  }
  for (const auto& text : words.texts) texts.push_back(&text);
  const std::int64_t side = transform.size;
  auto pixels = normalise(crops, transform);
  batch.pixels = torch::from_blob(pixels.data(), {std::int64_t(pairs.size()), 3, side, side})
                     .clone(at::MemoryFormat::Contiguous);
  addTexts(texts, batch);
}

}  // namespace

torch::Tensor excludedOf(std::span<const TrainingPair> pairs) {
  const auto count = std::int64_t(pairs.size());
  auto excluded = torch::zeros({count, count}, torch::kBool);
  auto* const cells = excluded.data_ptr<bool>();
  std::unordered_map<std::uint64_t, std::vector<std::int64_t>> rows;
  for (std::int64_t i = 0; i < count; ++i)
    for (const auto meaning : pairs[std::size_t(i)].meanings) rows[meaning].push_back(i);
  for (const auto& entry : rows)
    for (const auto a : entry.second)
      for (const auto b : entry.second)
        if (a != b) cells[a * count + b] = true;
  return excluded;
}

TrainingTensors tensorsOf(std::span<const TrainingPair> pairs, const TrainingWords& words,
                          const TransformSpec& transform, torch::Device device) {
  TrainingTensors batch;
  if (pairs.front().imageRow.empty())
    addPixelsAndTexts(pairs, words, transform, batch);
  else
    addRows(pairs, batch);
  addTeacher(pairs, batch);
  batch.excluded = excludedOf(pairs);
  if (!words.texts.empty()) batch.words = rowsOf(words.vectors, std::int64_t(words.texts.size()));
  for (auto* const tensor :
       {&batch.pixels, &batch.ids, &batch.ends, &batch.imageRows, &batch.textRows, &batch.excluded,
        &batch.teacher, &batch.taught, &batch.words})
    if (tensor->defined()) *tensor = tensor->to(device);
  return batch;
}

}  // namespace calotype::model
