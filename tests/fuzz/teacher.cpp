// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/training/teacher.h"

#include <cmath>
#include <cstdlib>
#include <fstream>

#include "model/files/safetensors.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/temporary_folder.h"

namespace calotype::fuzz {

std::vector<std::string> seeds() {
  std::vector<std::string> all;
  for (const bool boxes : {true, false}) {
    model::SafeTensorsWriter writer;
    writer.add("vectors", {2, 2, 3}, std::vector<float>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
    if (boxes)
      writer.add("boxes", {2, 2, 4},
                 std::vector<float>{0, 0, 1, 1, 0.25, 0.25, 0.5, 0.5, 0, 0, 1, 1, 0.5, 0, 0.5, 1});
    writer.setMetadata("keys", "k0\nk1");
    const auto bytes = writer.bytes();
    all.emplace_back(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  }
  return all;
}

}  // namespace calotype::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace calotype;
  static const test::TemporaryFolder scratch;
  const auto file = scratch.path() / "t.teacher.safetensors";
  std::ofstream(file, std::ios::binary)
      .write(reinterpret_cast<const char*>(data), std::streamsize(size));
  catalog::Teacher teacher;
  if (!teacher.add(file)) return 0;
  teacher.centre();
  for (const char* const key : {"k0", "k1", ""})
    for (std::size_t view = 0; view < teacher.views(key); ++view) {
      if (teacher.vector(key, view).size() != teacher.dims()) std::abort();
      const auto box = teacher.box(key, view);
      const bool inside = box.left >= 0 && box.top >= 0 && box.width >= 0 && box.height >= 0 &&
                          box.left <= 1 && box.top <= 1;
      if (!inside) std::abort();
    }
  return 0;
}
