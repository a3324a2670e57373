// SPDX-License-Identifier: GPL-3.0-or-later
// No text that a person can type may break the query that is made of it.
#include <cstdlib>

#include "catalog/store/catalog_file.h"
#include "catalog/store/text_index.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/temporary_folder.h"

namespace calotype::fuzz {

std::vector<std::string> seeds() {
  return {"red kite", "\"quoted\" NEAR(a b) -x", "name:x OR (y", "2019-07-04 caf\xC3\xA9*",
          "'; DROP TABLE photo; --"};
}

}  // namespace calotype::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace calotype;
  static const test::TemporaryFolder folder;
  static const auto database =
      catalog::openCatalog(folder.path() / "catalog.db", catalog::Mode::ReadWrite);
  if (!database) std::abort();
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (!catalog::TextIndex(*database).find(text, 10)) std::abort();
  return 0;
}
