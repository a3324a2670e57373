// SPDX-License-Identifier: GPL-3.0-or-later
// No query can break the parser or the SQL that is made of it, and what it writes out means the
// same.
#include <cstdlib>

#include "catalog/search/advice.h"
#include "catalog/search/completion.h"
#include "catalog/search/query.h"
#include "catalog/search/sql_filter.h"
#include "catalog/store/catalog_file.h"
#include "catalog/tags/vocabulary.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/temporary_folder.h"

namespace calotype::fuzz {

std::vector<std::string> seeds() {
  return {"red kite in:2019..2021 -tag:\"a b\" rating>=3 sort:-date",
          "(camera:canon OR lens:50mm) -(is:portrait untagged) -people",
          "album:\"x\\\"y\" folder:a/b name:IMG_* f<2.8 iso:100.. colour:red",
          "\"unbalanced (((( tag: ratng:9 in:2019-02-30",
          "ein Hund am 4. Juli 2019, 04.07.2019 or last year, собака"};
}

}  // namespace calotype::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace calotype;
  static const test::TemporaryFolder folder;
  static const auto database =
      catalog::openCatalog(folder.path() / "catalog.db", catalog::Mode::ReadWrite);
  if (!database) std::abort();
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto query = catalog::parseQuery(text);
  for (const auto& chip : query.chips)
    if (chip.at.begin > chip.at.end || chip.at.end > text.size()) std::abort();
  const auto again = catalog::parseQuery(catalog::serialise(query));
  if (query.faults.empty() && !(again.filter == query.filter && again.text == query.text))
    std::abort();
  auto faults = query.faults;
  if (!catalog::photosPassing(*database, query, {0}, faults)) std::abort();
  if (!catalog::completions(*database, text, size / 2)) std::abort();
  static const auto vocabulary = catalog::Vocabulary::parse(
      R"({"format": 1, "name": "v", "concepts": [{"id": "d", "en": ["dog"], "de": ["Hund"]}]})",
      "vocabulary");
  auto advice = catalog::adviceOnDates(text, 0);
  for (auto& each : catalog::adviceOnLanguage(text, *vocabulary)) advice.push_back(each);
  for (const auto& each : advice) {
    if (each.at.begin >= each.at.end || each.at.end > text.size()) std::abort();
    if (catalog::parseQuery(catalog::following(text, each)).faults.size() > query.faults.size())
      std::abort();
  }
  return 0;
}
