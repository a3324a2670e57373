// SPDX-License-Identifier: GPL-3.0-or-later
// The saved index: its header and checksums, and what they guard, whose links are trusted by
// nobody.
#include <cstdlib>
#include <fstream>

#include "catalog/index/index_file.h"
#include "catalog/index/vector_index.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/catalog/index/vectors_for_tests.h"

namespace calotype::fuzz {
namespace {

constexpr std::uint32_t kDims = 8;
constexpr std::int64_t kPhotos = 60;
const catalog::IndexIdentity kIdentity{Sha256{1}, 1, kDims};

const fs::path& file() {
  static const test::TemporaryFolder folder;
  static const fs::path path = folder.path() / "index.bin";
  return path;
}

void fill(catalog::VectorIndex& index) {
  index.reset(kDims);
  test::PhotoLikeVectors vectors(1, kDims, 5);
  for (std::int64_t id = 1; id <= kPhotos; ++id)
    test::addOne(index, catalog::PhotoId{id}, vectors.next());
}

}  // namespace

std::vector<std::string> seeds() {
  catalog::VectorIndex index(10);
  fill(index);
  while (index.growGraph(1000).value_or(false)) {
  }
  const auto graph = index.saveGraph();
  if (!catalog::writeIndexFile(file(), kIdentity, graph)) std::abort();
  return {graph, readFile(file(), 1 << 20).value()};
}

}  // namespace calotype::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace calotype;
  const std::string text(reinterpret_cast<const char*>(data), size);
  std::ofstream(fuzz::file(), std::ios::binary | std::ios::trunc) << text;
  const auto payload = catalog::readIndexFile(fuzz::file(), fuzz::kIdentity);

  catalog::VectorIndex index(10);
  fuzz::fill(index);
  if (!index.restoreGraph(payload ? *payload : text)) return 0;
  test::PhotoLikeVectors vectors(2, fuzz::kDims, 5);
  const auto hits = index.nearest(vectors.next(), 5);
  if (!hits) std::abort();
  for (const auto& hit : *hits)
    if (std::int64_t(hit.id) < 1 || std::int64_t(hit.id) > fuzz::kPhotos) std::abort();
  return 0;
}
