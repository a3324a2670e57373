// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/files/training_spec.h"

#include <cstdlib>
#include <fstream>

#include "tests/fuzz/fuzz.h"
#include "tests/support/temporary_folder.h"

namespace calotype::fuzz {

std::vector<std::string> seeds() {
  auto text = readFile(fs::path(CALOTYPE_SOURCE) / "resources/training/starter.json", 1 << 20);
  return {std::move(*text), R"({"model_cfg": {}, "training": {"adapter": "lora", "rank": 4}})"};
}

}  // namespace calotype::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace calotype;
  static const test::TemporaryFolder scratch;
  const auto file = scratch.path() / "run.json";
  std::ofstream(file, std::ios::binary)
      .write(reinterpret_cast<const char*>(data), std::streamsize(size));
  const auto spec = model::TrainingSpec::open(file);
  if (!spec) {
    if (spec.error().message.empty()) std::abort();
    return 0;
  }
  if (spec->steps < 1 || spec->batch < 1 || spec->chunk < 1 || spec->reportEvery < 1 ||
      spec->checkpointEvery < 1 || spec->templates.empty() || spec->model.transform.size < 1)
    std::abort();
  return 0;
}
