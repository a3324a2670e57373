// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/training/shard.h"

#include <cstdlib>
#include <cstring>
#include <fstream>

#include "tests/fuzz/fuzz.h"
#include "tests/support/temporary_folder.h"

namespace calotype::fuzz {

namespace {

/// One entry of a ustar archive (POSIX.1-1988).
std::string entry(const std::string& name, const std::string& bytes) {
  std::string head(512, '\0');
  name.copy(head.data(), 100);
  std::memcpy(head.data() + 100, "0000644", 8);
  std::snprintf(head.data() + 124, 12, "%011zo", bytes.size());
  std::memcpy(head.data() + 136, "00000000000", 12);
  std::memset(head.data() + 148, ' ', 8);
  head[156] = '0';
  std::memcpy(head.data() + 257, "ustar\00000", 8);
  unsigned sum = 0;
  for (const char byte : head) sum += static_cast<unsigned char>(byte);
  std::snprintf(head.data() + 148, 8, "%06o", sum);
  auto padded = bytes;
  padded.resize((bytes.size() + 511) / 512 * 512, '\0');
  return head + padded;
}

}  // namespace

std::vector<std::string> seeds() {
  return {
      entry("a.jpg", "picture") + entry("a.json", R"({"labels": ["dog"]})") +
          std::string(1024, '\0'),
      R"({"key": "a", "labels": ["poodle", "dog"], "captions": [], "source": "s"})"
      "\n",
      R"({"a.jpg": ["a dog", "a poodle"]})",
  };
}

}  // namespace calotype::fuzz

/// The same bytes as an archive, as the lines beside a sound one, and as a folder's captions.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace calotype;
  static const test::TemporaryFolder scratch;
  static const auto places = [] {
    const auto root = scratch.path();
    fs::create_directories(root / "folder");
    std::ofstream(root / "folder/a.jpg") << "picture";
    std::ofstream(root / "lines.tar", std::ios::binary)
        << fuzz::entry("a.jpg", "picture") << std::string(1024, '\0');
    return root;
  }();
  const auto write = [&](const char* name) {
    std::ofstream(places / name, std::ios::binary)
        .write(reinterpret_cast<const char*>(data), std::streamsize(size));
  };
  write("archive.tar");
  write("lines.jsonl");
  write("folder/captions.json");
  const auto use = [](const catalog::ShardPhoto& photo) -> Status {
    if (photo.labels.empty() && photo.captions.empty()) std::abort();
    return {};
  };
  for (const char* const name : {"archive.tar", "lines.tar", "folder"}) {
    const auto report = catalog::readShard(places / name, use);
    if (!report && report.error().message.empty()) std::abort();
  }
  return 0;
}
