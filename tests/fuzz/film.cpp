// SPDX-License-Identifier: GPL-3.0-or-later
// Films of any container: described, whatever they say, within what a description may hold.
#include "catalog/decode/film.h"

#include <cstdlib>

#include "catalog/decode/formats.h"
#include "catalog/protocol.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/film_file.h"

namespace calotype::fuzz {

std::vector<std::string> seeds() {
  return {test::isoFilm({.createdSeconds = 1'565'616'264, .mediaBytes = 16}),
          test::isoFilm({.turned = true,
                         .appleTime = "2019-08-12T15:24:22+0200",
                         .brand = "qt  ",
                         .wide = true,
                         .mediaBytes = 0}),
          test::aviFilm(250, 40'000, 640, 480)};
}

}  // namespace calotype::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace calotype::catalog;
  const auto bytes = std::as_bytes(std::span(data, size));
  for (auto* const describe : {describeIsoFilm, describeAviFilm}) {
    Metadata metadata;
    metadata.format = "MP4";
    describe(filmBytes(bytes), metadata);
    if (!metadata.durationMs || !protocol::parseMetadata(protocol::encodeMetadata(metadata)))
      std::abort();
  }
  return 0;
}
