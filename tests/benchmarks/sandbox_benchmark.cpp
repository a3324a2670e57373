// SPDX-License-Identifier: GPL-3.0-or-later
// What the decoder process costs: photos of 12 megapixels decoded by one confined process, which
// two threads keep busy as those of the pipeline do, against the same on one thread of this
// process; alternating, each pair a ratio. As indexing wants them: the model's crop, the thumbnail,
// metadata and the hash of the picture.
//
//     benchmark-sandbox [PAIRS] [PHOTOS]
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include "catalog/decode/metadata.h"
#include "catalog/decode/photo.h"
#include "catalog/decoder_pool.h"
#include "model/base/install_paths.h"
#include "tests/support/painted_photo.h"
#include "tests/support/temporary_folder.h"

namespace {

using namespace calotype;
using namespace calotype::catalog;

constexpr int kWidth = 4000, kHeight = 3000;

DecodeRequest asIndexingWants() {
  DecodeRequest request;
  request.crop = model::TransformSpec{};
  request.crop->size = 224;
  request.thumbnailEdge = 512;
  request.metadata = request.pixelHash = true;
  return request;
}

template <class Decode>
double photosPerSecond(int photos, int threads, Decode decode) {
  const auto begin = std::chrono::steady_clock::now();
  std::atomic<int> left = photos;
  {
    std::vector<std::jthread> workers;
    for (int i = 0; i < threads; ++i)
      workers.emplace_back([&] {
        while (left-- > 0)
          if (!decode()) std::abort();
      });
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  return photos / took.count();
}

}  // namespace

int main(int argc, char** argv) {
  const int pairs = argc > 1 ? std::atoi(argv[1]) : 5;
  const int photos = argc > 2 ? std::atoi(argv[2]) : 60;
  const test::TemporaryFolder folder;
  const auto jpeg = test::encodeJpeg(test::paintPhoto(1, kWidth, kHeight));
  const auto path = folder.path() / "photo.jpg";
  if (!writeFileAtomically(path, std::as_bytes(std::span(jpeg)))) return EXIT_FAILURE;
  const auto file = openRegularFile(path);
  if (!file) return EXIT_FAILURE;
  prepareMetadata();
  DecoderPool pool({.program = decoderProgram(), .processes = 1});
  const auto request = asIndexingWants();
  const auto confined = [&] { return pool.decode(file->get(), request).has_value(); };
  const auto inProcess = [&] {
    const auto bytes = readFile(path, std::uint64_t(1) << 30);
    return bytes && decodePhoto(std::as_bytes(std::span(*bytes)), request).has_value();
  };
  (void)photosPerSecond(5, 2, confined);
  (void)photosPerSecond(5, 1, inProcess);
  std::vector<double> ratios;
  for (int pair = 0; pair < pairs; ++pair) {
    const bool first = pair % 2 == 0;
    const double a =
        first ? photosPerSecond(photos, 2, confined) : photosPerSecond(photos, 1, inProcess);
    const double b =
        first ? photosPerSecond(photos, 1, inProcess) : photosPerSecond(photos, 2, confined);
    const double process = first ? a : b, here = first ? b : a;
    ratios.push_back(process / here);
    std::printf("confined %.1f photos/s, in process %.1f photos/s: %.1f %%\n", process, here,
                100 * ratios.back());
  }
  std::sort(ratios.begin(), ratios.end());
  std::printf("median %.1f %%\n", 100 * ratios[ratios.size() / 2]);
  return EXIT_SUCCESS;
}
