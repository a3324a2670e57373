// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/training/shard.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <memory>

#include "model/files/json.h"

namespace calotype::catalog {

namespace {

using model::Json;

constexpr std::int64_t kMostBytes = std::int64_t(64) << 20;
constexpr std::size_t kMostLineBytes = 1u << 20;
constexpr std::size_t kMostTexts = 1000;
constexpr std::size_t kMostProblems = 20;

struct Words {
  std::vector<std::string> labels, captions;
  std::string source;
  bool any() const { return !labels.empty() || !captions.empty(); }
};

void readTexts(const Json& object, const char* key, std::vector<std::string>& into) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_array()) return;
  for (const Json& text : *found)
    if (text.is_string() && into.size() < kMostTexts) into.push_back(text.get<std::string>());
}

Words wordsOf(const Json& object) {
  Words words;
  readTexts(object, "labels", words.labels);
  readTexts(object, "captions", words.captions);
  if (const auto caption = object.find("caption"); caption != object.end() && caption->is_string())
    words.captions.push_back(caption->get<std::string>());
  if (const auto source = object.find("source"); source != object.end() && source->is_string())
    words.source = source->get<std::string>();
  return words;
}

void takeWords(Words words, ShardPhoto& photo) {
  photo.labels = std::move(words.labels);
  photo.captions = std::move(words.captions);
  photo.source = std::move(words.source);
}

void note(ShardReport& report, std::string problem) {
  if (report.problems.size() < kMostProblems) report.problems.push_back(std::move(problem));
}

/// NAME.jsonl: words by key.
std::map<std::string, Words> readLines(const fs::path& file, ShardReport& report) {
  std::map<std::string, Words> words;
  std::ifstream lines(file);
  std::string line;
  for (std::size_t number = 1; std::getline(lines, line); ++number) {
    if (line.empty()) continue;
    const auto json = model::parseJson(line, {kMostLineBytes, 8});
    if (!json || !json->is_object() || !json->contains("key") || !(*json)["key"].is_string()) {
      note(report, displayPath(file) + ", line " + std::to_string(number) +
                       ": is no object with a key; it was left out.");
      continue;
    }
    words[(*json)["key"].get<std::string>()] = wordsOf(*json);
  }
  return words;
}

struct Close {
  void operator()(archive* tar) const { archive_read_free(tar); }
};
using Tar = std::unique_ptr<archive, Close>;

Error tarError(archive* tar, const fs::path& file) {
  const char* const why = archive_error_string(tar);
  return {Code::Corrupt, displayPath(file) + ": is no sound tar file (" +
                             (why == nullptr ? "unknown" : displayText(why)) + ")."};
}

/// Gathers a picture and, in WebDataset's form, the words that stand beside it.
class TarReader {
 public:
  TarReader(const fs::path& file, const std::function<Status(ShardPhoto)>& use)
      : file_(file), use_(use) {}

  Result<ShardReport> read() {
    auto beside = file_;
    beside.replace_extension(".jsonl");
    std::error_code ignored;
    if (fs::exists(beside, ignored)) words_ = readLines(beside, report_);
    const Tar tar(archive_read_new());
    archive_read_support_format_tar(tar.get());
    if (archive_read_open_filename(tar.get(), file_.c_str(), 1 << 16) != ARCHIVE_OK)
      return tl::make_unexpected(tarError(tar.get(), file_));
    archive_entry* entry = nullptr;
    while (true) {
      const int code = archive_read_next_header(tar.get(), &entry);
      if (code == ARCHIVE_EOF) break;
      if (code < ARCHIVE_WARN) return tl::make_unexpected(tarError(tar.get(), file_));
      CALOTYPE_CHECK(readEntry(tar.get(), entry));
    }
    CALOTYPE_CHECK(finish());
    return report_;
  }

 private:
  Status readEntry(archive* tar, archive_entry* entry) {
    if (archive_entry_filetype(entry) != AE_IFREG) return {};
    const char* const name = archive_entry_pathname(entry);
    if (name == nullptr) return {};
    const fs::path path(name);
    const auto size = archive_entry_size(entry);
    if (size < 0 || size > kMostBytes) {
      note(report_, displayPath(path) + ": is larger than 64 MiB; it was left out.");
      return {};
    }
    std::string bytes(std::size_t(size), '\0');
    std::size_t have = 0;
    while (have < bytes.size()) {
      const auto got = archive_read_data(tar, bytes.data() + have, bytes.size() - have);
      if (got < 0) return tl::make_unexpected(tarError(tar, file_));
      if (got == 0) break;
      have += std::size_t(got);
    }
    if (have < bytes.size())
      return fail(Code::Corrupt,
                  displayPath(file_) + ": ends in the middle of " + displayPath(path));
    auto key = path;
    key.replace_extension();
    if (key.native() != key_) CALOTYPE_CHECK(finish());
    key_ = key.native();
    if (path.extension() == ".json")
      own_ = std::move(bytes);
    else
      picture_ = std::move(bytes);
    return {};
  }

  Status finish() {
    if (picture_.empty()) {
      own_.clear();
      return {};
    }
    ShardPhoto photo;
    photo.key = fs::path(key_).filename().native();
    photo.bytes = std::exchange(picture_, {});
    Words words;
    if (!own_.empty()) {
      const auto json = model::parseJson(std::exchange(own_, {}), {kMostLineBytes, 8});
      if (json && json->is_object())
        words = wordsOf(*json);
      else
        note(report_, displayText(photo.key) + ".json: is no JSON object; it was left out.");
    } else if (const auto found = words_.find(photo.key); found != words_.end()) {
      words = found->second;
    }
    if (!words.any()) {
      ++report_.withoutText;
      return {};
    }
    takeWords(std::move(words), photo);
    ++report_.photos;
    return use_(std::move(photo));
  }

  const fs::path& file_;
  const std::function<Status(ShardPhoto)>& use_;
  std::map<std::string, Words> words_;
  std::string key_, picture_, own_;
  ShardReport report_;
};

Result<ShardReport> readFolder(const fs::path& folder,
                               const std::function<Status(ShardPhoto)>& use) {
  CALOTYPE_TRY(const Json json, model::readJson(folder / "captions.json", {64u << 20, 8}));
  if (!json.is_object())
    return fail(Code::Corrupt, displayPath(folder / "captions.json") +
                                   ": is no object of file names and captions.");
  ShardReport report;
  for (const auto& [name, said] : json.items()) {
    ShardPhoto photo;
    photo.key = name;
    if (said.is_string())
      photo.captions.push_back(said.get<std::string>());
    else if (said.is_array())
      readTexts(Json{{"captions", said}}, "captions", photo.captions);
    else if (said.is_object())
      takeWords(wordsOf(said), photo);
    if (photo.captions.empty() && photo.labels.empty()) {
      ++report.withoutText;
      continue;
    }
    // Only a name in the folder itself: a prepared list must not lead elsewhere.
    const fs::path file(name);
    auto bytes = file.filename() == file
                     ? readFile(folder / file, std::uint64_t(kMostBytes))
                     : Result<std::string>(fail(Code::InvalidArgument,
                                                displayText(name) + ": is no plain file name."));
    if (!bytes) {
      note(report, bytes.error().message);
      continue;
    }
    photo.bytes = std::move(*bytes);
    ++report.photos;
    CALOTYPE_CHECK(use(std::move(photo)));
  }
  return report;
}

}  // namespace

Result<ShardReport> readShard(const fs::path& shard, const std::function<Status(ShardPhoto)>& use) {
  std::error_code failed;
  const auto status = fs::status(shard, failed);
  if (failed || status.type() == fs::file_type::not_found)
    return fail(Code::NotFound, displayPath(shard) + ": there is no such file or folder.");
  return fs::is_directory(status) ? readFolder(shard, use) : TarReader(shard, use).read();
}

}  // namespace calotype::catalog
