// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/files/precision_record.h"

#include <algorithm>
#include <system_error>

#include "model/files/json.h"

namespace calotype::model {

namespace {

constexpr int kMost = 100'000'000;  // photos or sentences

Result<PrecisionCheck> readCheck(const JsonFields& fields) {
  CALOTYPE_CHECK(fields.check());
  PrecisionCheck check;
  CALOTYPE_TRY(check.arithmetic, fields.text("arithmetic"));
  CALOTYPE_TRY(const int photos, fields.integer("photos", 0, kMost));
  CALOTYPE_TRY(const int sentences, fields.integer("sentences", 0, kMost));
  auto& found = check.agreement;
  found.photos = std::size_t(photos);
  found.sentences = std::size_t(sentences);
  CALOTYPE_TRY(found.meanCosine, fields.number("mean_cosine", -1.01, 1.01));
  CALOTYPE_TRY(found.leastCosine, fields.number("least_cosine", -1.01, 1.01));
  CALOTYPE_TRY(found.sameByWords, fields.number("same_by_words", 0, 1));
  CALOTYPE_TRY(found.sameByPictures, fields.number("same_by_pictures", 0, 1));
  return check;
}

Json jsonOf(const PrecisionCheck& check) {
  const auto& found = check.agreement;
  return {{"arithmetic", check.arithmetic},
          {"photos", found.photos},
          {"sentences", found.sentences},
          {"mean_cosine", found.meanCosine},
          {"least_cosine", found.leastCosine},
          {"same_by_words", found.sameByWords},
          {"same_by_pictures", found.sameByPictures}};
}

}  // namespace

Result<std::vector<PrecisionCheck>> readPrecisionRecord(const fs::path& folder,
                                                        const Sha256& weights) {
  const auto file = folder / kPrecisionRecordFile;
  std::error_code error;
  if (!fs::exists(file, error)) return std::vector<PrecisionCheck>();
  CALOTYPE_TRY(const auto json, readJson(file));
  const JsonFields fields(json, displayPath(file));
  CALOTYPE_CHECK(fields.check());
  CALOTYPE_TRY(const auto of, fields.text("weights"));
  if (of != toHex(weights)) return std::vector<PrecisionCheck>();
  const auto& list = fields.value("checks");
  if (!list.is_array()) return fields.wrong("checks", "is not a list");
  std::vector<PrecisionCheck> checks;
  for (std::size_t i = 0; i < list.size(); ++i) {
    CALOTYPE_TRY(auto check,
                 readCheck({list[i], fields.where() + ": checks[" + std::to_string(i) + "]"}));
    checks.push_back(std::move(check));
  }
  return checks;
}

Status keepPrecisionCheck(const fs::path& folder, const Sha256& weights,
                          const PrecisionCheck& check) {
  auto checks = readPrecisionRecord(folder, weights).value_or(std::vector<PrecisionCheck>());
  std::erase_if(checks, [&](const auto& old) { return old.arithmetic == check.arithmetic; });
  checks.push_back(check);
  Json list = Json::array();
  for (const auto& one : checks) list.push_back(jsonOf(one));
  const Json json{{"weights", toHex(weights)}, {"checks", list}};
  const auto text = json.dump(2) + "\n";
  return writeFileAtomically(folder / kPrecisionRecordFile, std::as_bytes(std::span(text)));
}

}  // namespace calotype::model
