// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/scan/sidecar_names.h"

#include <algorithm>
#include <bit>
#include <map>

#include "catalog/scan/picture_names.h"
#include "model/base/hash.h"

namespace calotype::catalog {

namespace {

constexpr std::size_t kSuffix = 4;  // ".xmp"

std::string_view stemOf(std::string_view name) {
  const auto dot = name.rfind('.');
  return dot == std::string_view::npos || dot == 0 ? name : name.substr(0, dot);
}

}  // namespace

bool isSidecarName(std::string_view name) {
  return name.size() > kSuffix && (name.ends_with(".xmp") || name.ends_with(".XMP"));
}

std::string sidecarStem(std::string_view picture, SidecarForm form) {
  return std::string(form == SidecarForm::Whole ? picture : stemOf(picture));
}

bool ownsStem(std::string_view picture, std::span<const std::string> names) {
  if (isRawName(picture)) return true;
  return std::none_of(names.begin(), names.end(), [&](const std::string& other) {
    return isRawName(other) && stemOf(other) == stemOf(picture);
  });
}

std::int64_t stampOf(std::span<const FileStat> sidecars) {
  std::vector<std::uint64_t> facts;
  for (const auto& sidecar : sidecars)
    facts.insert(facts.end(), {sidecar.size, std::uint64_t(sidecar.mtimeNs), sidecar.inode});
  if (facts.empty()) return 0;
  return std::bit_cast<std::int64_t>(xxh3(std::as_bytes(std::span(facts))) | 1);
}

void assignSidecars(std::span<const FoundSidecar> sidecars, std::vector<FoundFile>& files) {
  if (sidecars.empty()) return;
  // "rose.xmp" before "rose.XMP": one of each form is read.
  std::map<std::string_view, FileStat> byStem;
  for (const auto& sidecar : sidecars) {
    const auto stem = std::string_view(sidecar.name).substr(0, sidecar.name.size() - kSuffix);
    if (sidecar.name.ends_with(".xmp"))
      byStem.insert_or_assign(stem, sidecar.stat);
    else
      byStem.emplace(stem, sidecar.stat);
  }
  std::set<std::string_view> rawStems;
  for (const auto& file : files)
    if (isRawName(file.name)) rawStems.insert(stemOf(file.name));
  for (auto& file : files) {
    std::vector<FileStat> own;
    if (const auto whole = byStem.find(file.name); whole != byStem.end())
      own.push_back(whole->second);
    const auto stem = stemOf(file.name);
    const bool owns = isRawName(file.name) || !rawStems.contains(stem);
    if (const auto adobe = byStem.find(stem); owns && stem != file.name && adobe != byStem.end())
      own.push_back(adobe->second);
    file.sidecars = stampOf(own);
  }
}

}  // namespace calotype::catalog
