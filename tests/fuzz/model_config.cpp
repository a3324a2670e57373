// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <cstdlib>
#include <fstream>

#include "model/files/cost.h"
#include "model/files/model_spec.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/temporary_folder.h"

namespace calotype::fuzz {

std::vector<std::string> seeds() {
  std::vector<std::string> all;
  const fs::path source = CALOTYPE_SOURCE;
  for (const char* file : {"resources/models/starter/open_clip_config.json",
                           "tests/data/reference/vit-quickgelu-hf/config.json",
                           "tests/data/reference/vit-gelu-openclip/open_clip_config.json"})
    if (auto text = readFile(source / file, 1 << 20)) all.push_back(std::move(*text));
  return all;
}

}  // namespace calotype::fuzz

/// The same bytes as either layout's configuration.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace calotype;
  static const test::TemporaryFolder scratch;
  for (const auto& [folder, config, weights] :
       {std::array{"openclip", "open_clip_config.json", "open_clip_model.safetensors"},
        {"hf", "config.json", "model.safetensors"}}) {
    const auto place = scratch.path() / folder;
    fs::create_directories(place);
    std::ofstream(place / weights) << "x";
    std::ofstream(place / config, std::ios::binary)
        .write(reinterpret_cast<const char*>(data), std::streamsize(size));
    const auto spec = model::ModelSpec::open(place);
    if (!spec) continue;
    if (spec->dims <= 0 || spec->vision.imageSize > 1024 || spec->text.context > 256) std::abort();
    if (model::costOf(*spec).parameters() == 0) std::abort();
  }
  return 0;
}
