// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/torch/train/checkpoint.h"

#include <functional>

#include "model/files/json.h"
#include "model/files/model_folder.h"
#include "model/files/safetensors.h"

namespace calotype::model {

namespace {

std::span<const float> valuesOf(const torch::Tensor& tensor) {
  return {tensor.data_ptr<float>(), std::size_t(tensor.numel())};
}

/// Every tensor of a checkpoint with its name, in one order for writing and reading.
void eachTensor(Student& student, TrainingState& state,
                const std::function<void(std::string, torch::Tensor&)>& use) {
  auto& learnt = student.learnt();
  for (std::size_t i = 0; i < learnt.size(); ++i) {
    use("value/" + learnt[i].name, learnt[i].value);
    use("first/" + learnt[i].name, learnt[i].first);
    use("second/" + learnt[i].name, learnt[i].second);
    if (!state.averages.empty()) use("average/" + learnt[i].name, state.averages[i]);
  }
  auto buffers = student.buffers();
  for (std::size_t i = 0; i < buffers.size(); ++i) {
    use("buffer/" + buffers[i].first, buffers[i].second);
    if (!state.averages.empty()) use("average/" + buffers[i].first, state.averageBuffers[i]);
  }
}

Status writeJson(const fs::path& path, const Json& json) {
  const auto text = json.dump(2) + "\n";
  return writeFileAtomically(path, std::as_bytes(std::span(text)));
}

/// The file that checkpoint.json names, if it names one beside it. Nothing else in the folder is
/// ours to remove.
std::optional<std::string> tensorsOfBefore(const fs::path& folder) {
  const auto json = readJson(folder / kCheckpointFile);
  if (!json || !json->is_object()) return std::nullopt;
  const auto file = JsonFields(*json, kCheckpointFile).text("tensors");
  if (!file || fs::path(*file).filename() != fs::path(*file)) return std::nullopt;
  return *file;
}

}  // namespace

Status saveCheckpoint(const fs::path& folder, const TrainingSpec& spec, Student& student,
                      const TrainingState& state) {
  SafeTensorsWriter writer;
  auto written = state;  // tensors are handles: nothing is copied
  eachTensor(student, written, [&](std::string name, torch::Tensor& tensor) {
    const auto plain = tensor.detach().to(torch::kCPU).contiguous();
    writer.add(std::move(name), plain.sizes().vec(), valuesOf(plain));
  });
  const auto file = "checkpoint-" + std::to_string(state.step) + ".safetensors";
  const auto before = tensorsOfBefore(folder);
  CALOTYPE_CHECK(writer.write(folder / file));
  CALOTYPE_CHECK(writeJson(folder / kCheckpointFile, {{"step", state.step},
                                                      {"steps", spec.steps},
                                                      {"seed", spec.seed},
                                                      {"batch", spec.batch},
                                                      {"tensors", file}}));
  std::error_code ignored;
  if (before && *before != file) fs::remove(folder / *before, ignored);
  return {};
}

Result<std::optional<std::int64_t>> loadCheckpoint(const fs::path& folder, const TrainingSpec& spec,
                                                   Student& student, TrainingState& state) {
  const auto path = folder / kCheckpointFile;
  std::error_code error;
  if (!fs::exists(path, error)) return std::optional<std::int64_t>();
  CALOTYPE_TRY(const auto json, readJson(path));
  const JsonFields fields(json, displayPath(path));
  CALOTYPE_CHECK(fields.check());
  CALOTYPE_TRY(const int step, fields.integer("step", 0, 2'000'000'000));
  CALOTYPE_TRY(const int seed, fields.integer("seed", 0, 2'000'000'000));
  CALOTYPE_TRY(const int batch, fields.integer("batch", 1, 1 << 20));
  CALOTYPE_TRY(const auto file, fields.text("tensors"));
  if (fs::path(file).filename() != fs::path(file))
    return fields.wrong("tensors", "names something else than a file beside it");
  if (std::uint64_t(seed) != spec.seed || batch != spec.batch)
    return fail(Code::Corrupt, displayPath(path) +
                                   ": belongs to a run with another seed or batch. Go on with that "
                                   "run's own file, or name another folder with --out");
  CALOTYPE_TRY(const auto tensors, SafeTensors::open(folder / file));
  Status status;
  const torch::NoGradGuard guard;
  eachTensor(student, state, [&](const std::string& name, torch::Tensor& tensor) {
    if (!status) return;
    auto values = tensors.floats(name);
    if (!values) {
      status = tl::make_unexpected(values.error());
    } else if (values->shape != tensor.sizes().vec()) {
      status = fail(Code::Corrupt, displayPath(folder / file) + ": " + name + " is " +
                                       shapeText(values->shape) + " instead of " +
                                       shapeText(tensor.sizes().vec()));
    } else {
      tensor.detach().copy_(torch::from_blob(values->data.data(), tensor.sizes()));
    }
  });
  CALOTYPE_CHECK(status);
  state.step = step;
  return std::optional<std::int64_t>(step);
}

Status saveModel(const fs::path& folder, const ModelSpec& spec, const NamedTensors& weights) {
  SafeTensorsWriter writer;
  for (const auto& [name, tensor] : weights)
    addWeight(writer, name, tensor.sizes().vec(), valuesOf(tensor));
  return writeModelFolder(folder, spec, writer);
}

}  // namespace calotype::model
