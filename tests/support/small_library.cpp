// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/small_library.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "model/base/assert.h"
#include "model/base/install_paths.h"
#include "tests/support/fake_model.h"
#include "tests/support/painted_photo.h"

namespace calotype::test {
namespace {

template <class T>
T orDie(Result<T> result) {
  if (result) return std::move(*result);
  std::fprintf(stderr, "%s\n", result.error().message.c_str());
  std::abort();
}

}  // namespace

SmallLibrary::SmallLibrary() {
  fs::create_directories(photos());
  changeModel(1);
  options.paths = catalog::Paths::inside(folder_.path() / "catalog");
  options.openEncoder = fakeEncoderFactory(encoder);
  options.starterModel = folder_.path() / "model";
  options.decoderProgram = decoderProgram();
  options.decoderProcesses = 2;
}

void SmallLibrary::paint(const std::string& name, Rgb colour, int shade) {
  Rgb8 picture(96, 64);
  const auto value = [&](int channel) {
    return std::uint8_t(std::clamp(channel > 127 ? channel - shade : channel + shade, 0, 255));
  };
  for (std::size_t i = 0; i < picture.pixels.size(); i += 3) {
    picture.pixels[i] = value(colour.red);
    picture.pixels[i + 1] = value(colour.green);
    picture.pixels[i + 2] = value(colour.blue);
  }
  write(name, encodeJpeg(picture));
}

void SmallLibrary::write(const std::string& name, const std::string& bytes) {
  fs::create_directories(path(name).parent_path());
  std::ofstream file(path(name), std::ios::binary);
  file << bytes;
  file.close();
  CALOTYPE_ASSERT(file.good());
}

std::string SmallLibrary::read(const std::string& name) const {
  return orDie(readFile(path(name), 1 << 24));
}

void SmallLibrary::changeModel(std::uint32_t seed) {
  writeFakeModel(folder_.path() / "model", seed);
}

catalog::Catalog& SmallLibrary::open() {
  catalog_.reset();
  catalog_ = orDie(catalog::Catalog::open(options));
  return *catalog_;
}

catalog::IndexReport SmallLibrary::index() {
  orDie(catalog_->addFolder(photos()));
  if (const auto started = catalog_->startIndexing(); !started) {
    std::fprintf(stderr, "%s\n", started.error().message.c_str());
    std::abort();
  }
  return catalog_->waitForIndexing();
}

std::vector<std::string> SmallLibrary::search(const std::string& words) {
  std::vector<std::string> names;
  for (const auto& row : orDie(catalog_->searchNow({.by = words})).rows)
    names.push_back(orDie(catalog_->detailsNow(row.id)).files.front().filename());
  return names;
}

catalog::Counts SmallLibrary::counts() {
  return orDie(catalog_->countsNow());
}

}  // namespace calotype::test
