// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/training/teacher.h"

#include <algorithm>
#include <set>

#include "model/files/json.h"
#include "model/files/safetensors.h"

namespace calotype::catalog {

namespace {

using model::SafeTensors;

std::vector<std::string> linesOf(const std::string& text) {
  std::vector<std::string> lines(1);
  for (const char c : text) {
    if (c == '\n')
      lines.emplace_back();
    else
      lines.back() += c;
  }
  return lines;
}

Result<model::FloatTensor> readShaped(const SafeTensors& file, const char* name,
                                      std::size_t dimensions) {
  CALOTYPE_TRY(auto values, file.floats(name));
  if (values.shape.size() != dimensions)
    return fail(Code::Corrupt, file.name() + ": " + name + " is " + model::shapeText(values.shape));
  return values;
}

std::string plainName(std::string name) {
  if (const auto bracket = name.find('('); bracket != std::string::npos) name.resize(bracket);
  std::replace(name.begin(), name.end(), '_', ' ');
  while (!name.empty() && name.back() == ' ') name.pop_back();
  return name;
}

bool isPartOfPicture(const Box& box) {
  static constexpr double kRounding = 1e-3;
  const auto inside = [](double from, double length) {
    return from >= 0 && length > 0 && from + length <= 1 + kRounding;  // false for no numbers
  };
  return inside(box.left, box.width) && inside(box.top, box.height);
}

void takeMeanOut(std::vector<float>& rows, std::size_t dims) {
  std::vector<double> mean(dims);
  const std::size_t count = rows.size() / dims;
  for (std::size_t i = 0; i < rows.size(); ++i) mean[i % dims] += rows[i] / double(count);
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] -= float(mean[i % dims]);
}

}  // namespace

Status Teacher::add(const fs::path& path) {
  CALOTYPE_TRY(const auto file, SafeTensors::open(path));
  const auto keyLines = file.metadata().find("keys");
  if (keyLines == file.metadata().end())
    return fail(Code::Corrupt, displayPath(path) + ": names no keys of pictures");
  const auto keys = linesOf(keyLines->second);
  CALOTYPE_TRY(const auto vectors, readShaped(file, "vectors", 3));
  const auto views = std::size_t(vectors.shape[1]), dims = std::size_t(vectors.shape[2]);
  if (std::size_t(vectors.shape[0]) != keys.size() || views == 0 || dims == 0 ||
      (dims_ != 0 && dims != dims_))
    return fail(Code::Corrupt, displayPath(path) + ": vectors is " +
                                   model::shapeText(vectors.shape) + ", which does not fit " +
                                   std::to_string(keys.size()) + " keys or the other files");
  model::FloatTensor boxes;
  if (file.find("boxes") != nullptr) {
    CALOTYPE_TRY(boxes, readShaped(file, "boxes", 3));
    if (boxes.data.size() != keys.size() * views * 4)
      return fail(Code::Corrupt, displayPath(path) + ": boxes is " + model::shapeText(boxes.shape));
  }
  std::unordered_map<std::string, Seen> read;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    Seen seen;
    const auto* const first = vectors.data.data() + i * views * dims;
    std::transform(first, first + views * dims, std::back_inserter(seen.vectors), toHalf);
    for (std::size_t view = 0; view < views; ++view) {
      const auto* const box = boxes.data.data() + (i * views + view) * 4;
      seen.boxes.push_back(boxes.data.empty() ? Box{} : Box{box[0], box[1], box[2], box[3]});
      if (!isPartOfPicture(seen.boxes.back()))
        return fail(Code::Corrupt, displayPath(path) + ": view " + std::to_string(view) + " of " +
                                       displayText(keys[i]) + " is no part of its picture");
    }
    read[keys[i]] = std::move(seen);
  }
  dims_ = dims;
  for (auto& [key, seen] : read) seen_[key] = std::move(seen);
  return {};
}

void Teacher::centre() {
  std::vector<double> sum(dims_);
  for (const auto& entry : seen_)
    for (std::size_t i = 0; i < dims_; ++i) sum[i] += toFloat(entry.second.vectors[i]);
  mean_.resize(dims_);
  for (std::size_t i = 0; i < dims_; ++i)
    mean_[i] = float(sum[i] / double(std::max<std::size_t>(1, seen_.size())));
}

std::size_t Teacher::views(const std::string& key) const {
  const auto found = seen_.find(key);
  return found == seen_.end() ? 0 : found->second.boxes.size();
}

Box Teacher::box(const std::string& key, std::size_t view) const {
  return seen_.at(key).boxes.at(view);
}

std::vector<float> Teacher::vector(const std::string& key, std::size_t view) const {
  const auto* const first = seen_.at(key).vectors.data() + view * dims_;
  std::vector<float> values(dims_);
  for (std::size_t i = 0; i < dims_; ++i)
    values[i] = toFloat(first[i]) - (mean_.empty() ? 0 : mean_[i]);
  return values;
}

Result<TaughtWords> readTaughtWords(const fs::path& folder) {
  std::vector<fs::path> lists;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error))
    if (entry.path().native().ends_with(".names.json")) lists.push_back(entry.path());
  if (lists.empty())
    return fail(Code::NotFound, displayPath(folder) + ": holds no NAME.names.json");
  std::sort(lists.begin(), lists.end());
  TaughtWords all;
  std::set<std::string> known;
  for (const auto& list : lists) {
    CALOTYPE_TRY(const auto names, model::readJson(list));
    auto vectorsPath = list;
    vectorsPath.replace_extension().replace_extension(".safetensors");
    CALOTYPE_TRY(const auto file, SafeTensors::open(vectorsPath));
    CALOTYPE_TRY(const auto vectors, readShaped(file, "text_embeddings", 2));
    const auto dims = std::size_t(vectors.shape[1]);
    if (!names.is_array() || names.size() != std::size_t(vectors.shape[0]) || dims == 0 ||
        (all.dims != 0 && dims != all.dims))
      return fail(Code::Corrupt,
                  displayPath(vectorsPath) + ": does not fit the names or the other tables");
    all.dims = dims;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (!names[i].is_string()) continue;
      auto name = plainName(names[i].get<std::string>());
      if (name.empty() || !known.insert(name).second) continue;
      all.words.push_back(std::move(name));
      const auto row = vectors.data.begin() + std::ptrdiff_t(i * dims);
      all.vectors.insert(all.vectors.end(), row, row + std::ptrdiff_t(dims));
    }
  }
  takeMeanOut(all.vectors, all.dims);
  return all;
}

}  // namespace calotype::catalog
