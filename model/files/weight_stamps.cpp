// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/files/weight_stamps.h"

#include <sys/stat.h>

#include <utility>
#include <vector>

#include "model/files/json.h"

namespace calotype::model {

namespace {

struct Row {
  std::string stamp, hash;
};

/// In the order of keeping; empty when there are none that can be understood.
std::vector<Row> readRows(const fs::path& file) {
  std::vector<Row> rows;
  const auto json = readJson(file);
  if (!json || !json->is_array()) return rows;
  for (const auto& one : *json) {
    const JsonFields fields(one, {});
    if (!fields.check()) continue;
    auto stamp = fields.text("stamp"), hash = fields.text("hash");
    if (stamp && hash) rows.push_back({std::move(*stamp), std::move(*hash)});
  }
  return rows;
}

std::optional<Sha256> fromHex(const std::string& text) {
  const auto digit = [](char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  };
  Sha256 hash{};
  if (text.size() != 2 * hash.size()) return std::nullopt;
  for (std::size_t i = 0; i < hash.size(); ++i) {
    const int high = digit(text[2 * i]), low = digit(text[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    hash[i] = std::uint8_t(16 * high + low);
  }
  return hash;
}

}  // namespace

std::string WeightStamps::stampOf(std::span<const fs::path> weights,
                                  std::chrono::system_clock::time_point now) {
  const auto latest = std::chrono::system_clock::to_time_t(now - std::chrono::seconds(2));
  std::string stamp;
  for (const auto& path : weights) {
    struct stat found {};
    if (::stat(path.c_str(), &found) != 0) return {};
    if (found.st_mtim.tv_sec >= latest || found.st_ctim.tv_sec >= latest) return {};
    for (const auto number :
         {std::int64_t(found.st_dev), std::int64_t(found.st_ino), std::int64_t(found.st_size),
          std::int64_t(found.st_mtim.tv_sec), std::int64_t(found.st_mtim.tv_nsec),
          std::int64_t(found.st_ctim.tv_sec), std::int64_t(found.st_ctim.tv_nsec)})
      stamp += std::to_string(number) + " ";
  }
  return stamp;
}

std::optional<Sha256> WeightStamps::find(const std::string& stamp) const {
  if (stamp.empty() || file_.empty()) return std::nullopt;
  for (const auto& row : readRows(file_))
    if (row.stamp == stamp) return fromHex(row.hash);
  return std::nullopt;
}

Status WeightStamps::keep(const std::string& stamp, const Sha256& hash) const {
  if (stamp.empty() || file_.empty()) return {};
  auto rows = readRows(file_);
  std::erase_if(rows, [&](const Row& row) { return row.stamp == stamp; });
  rows.push_back({stamp, toHex(hash)});
  if (rows.size() > kMost) rows.erase(rows.begin(), rows.end() - kMost);
  Json list = Json::array();
  for (const auto& row : rows) list.push_back({{"stamp", row.stamp}, {"hash", row.hash}});
  const auto text = list.dump(1) + "\n";
  return writeFileAtomically(file_, std::as_bytes(std::span(text)));
}

}  // namespace calotype::model
