// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/training/shard.h"

#include <cstdlib>
#include <fstream>

#include "tests/fuzz/fuzz.h"
#include "tests/support/tar_file.h"
#include "tests/support/temporary_folder.h"

namespace calotype::fuzz {

std::vector<std::string> seeds() {
  return {
      test::tarMember("a.jpg", "picture") + test::tarMember("a.json", R"({"labels": ["dog"]})") +
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
        << test::tarMember("a.jpg", "picture") << std::string(1024, '\0');
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
