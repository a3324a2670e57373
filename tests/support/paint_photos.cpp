// SPDX-License-Identifier: GPL-3.0-or-later
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "tests/support/painted_photo.h"

/// paint-photos FOLDER COUNT [WIDTH HEIGHT]: a library of painted JPEGs for long runs, 100 a
/// folder, 12 megapixels unless said otherwise.
int main(int argc, char** argv) {
  using namespace calotype;
  if (argc != 3 && argc != 5) {
    std::fprintf(stderr, "paint-photos FOLDER COUNT [WIDTH HEIGHT]\n");
    return 2;
  }
  const fs::path folder = argv[1];
  const int count = std::atoi(argv[2]);
  const int width = argc == 5 ? std::atoi(argv[3]) : 4000;
  const int height = argc == 5 ? std::atoi(argv[4]) : 3000;
  std::atomic<int> next = 0, failed = 0;
  {
    std::vector<std::jthread> painters;
    for (unsigned i = 0; i < std::thread::hardware_concurrency(); ++i)
      painters.emplace_back([&] {
        for (int photo; (photo = next++) < count;) {
          const auto place = folder / std::to_string(photo / 100);
          std::error_code error;
          fs::create_directories(place, error);
          const auto path = place / ("painted-" + std::to_string(photo) + ".jpg");
          if (!test::writePaintedJpeg(path, std::uint32_t(photo), width, height)) ++failed;
        }
      });
  }
  std::printf("%d photos of %d x %d pixels, %d failed\n", count, width, height, failed.load());
  return failed == 0 ? 0 : 1;
}
