// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/files/model_folder.h"

#include <utility>

#include "model/base/half.h"
#include "model/files/families.h"
#include "model/files/weight_source.h"

namespace calotype::model {

namespace {

constexpr std::uint64_t kMostVocabularyBytes = std::uint64_t(32) << 20;

Status copyVocabulary(const ModelSpec& spec, const fs::path& folder) {
  if (!spec.tokenizer) return {};
  for (const char* const name : {"vocab.json", "merges.txt", "tokenizer.json"}) {
    std::error_code error;
    const auto from = spec.tokenizer->parent_path() / name;
    if (!fs::exists(from, error)) continue;
    CALOTYPE_TRY(const auto text, readFile(from, kMostVocabularyBytes));
    CALOTYPE_CHECK(writeFileAtomically(folder / name, std::as_bytes(std::span(text))));
  }
  return {};
}

}  // namespace

void addWeight(SafeTensorsWriter& weights, std::string name, Shape shape,
               std::span<const float> values) {
  if (shape.size() < 2) return weights.add(std::move(name), std::move(shape), values);
  TensorBytes halves{DType::F16, std::move(shape), {}};
  halves.bytes.reserve(values.size() * 2);
  for (const float value : values) {
    const auto bits = std::uint16_t(toHalf(value));
    halves.bytes.push_back(std::byte(bits & 0xffu));
    halves.bytes.push_back(std::byte(bits >> 8));
  }
  weights.add(std::move(name), std::move(halves));
}

Status writeModelFolder(const fs::path& folder, const ModelSpec& spec,
                        const SafeTensorsWriter& weights) {
  CALOTYPE_TRY(const auto config, writeOpenClip(spec));
  CALOTYPE_CHECK(createPrivateFolder(folder));
  CALOTYPE_CHECK(copyVocabulary(spec, folder));
  const auto& family = familyNamed(kTrainedFamily);
  const auto text = config.dump(2) + "\n";
  CALOTYPE_CHECK(writeFileAtomically(folder / family.configFile, std::as_bytes(std::span(text))));
  return weights.write(folder / family.weightsFile);
}

Status writeBetween(const fs::path& folder, const ModelSpec& first, const ModelSpec& second,
                    double share) {
  CALOTYPE_TRY(const auto from, WeightSource::open(first));
  CALOTYPE_TRY(const auto to, WeightSource::open(second));
  // The second is of our own making: its names are the original's.
  CALOTYPE_TRY(const auto names, TensorFiles::open(second.weights));
  SafeTensorsWriter weights;
  for (const auto& file : names.files())
    for (const auto& [name, entry] : file.entries()) {
      CALOTYPE_TRY(auto values, from.tensor(name, entry.shape));
      CALOTYPE_TRY(const auto others, to.tensor(name, entry.shape));
      for (std::size_t i = 0; i < values.data.size(); ++i)
        values.data[i] += float(share) * (others.data[i] - values.data[i]);
      addWeight(weights, name, entry.shape, values.data);
    }
  return writeModelFolder(folder, second, weights);
}

}  // namespace calotype::model
