// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/raster.h"

#include <fmt/format.h>

namespace calotype::catalog {

Status checkSize(const char* format, std::int64_t width, std::int64_t height) {
  if (width <= 0 || height <= 0) return damaged(format, "it declares a picture without pixels");
  if (width > kMaxEdge || height > kMaxEdge || width * height > kMaxPixels)
    return fail(
        Code::TooLarge,
        fmt::format("The {} picture declares {} x {} pixels, more than the {} megapixels or "
                    "{} pixels an edge that are read; make a smaller copy of it.",
                    format, width, height, kMaxPixels / 1'000'000, kMaxEdge));
  return {};
}

tl::unexpected<Error> damaged(const char* format, const std::string& reason) {
  return fail(Code::Corrupt, fmt::format("The {} picture is damaged: {}; replace it from a backup "
                                         "if there is one.",
                                         format, reason));
}

tl::unexpected<Error> needsTooMuchMemory(const char* format) {
  return fail(Code::TooLarge, fmt::format("The {} picture needs more memory than one picture may "
                                          "take; make a smaller copy of it.",
                                          format));
}

}  // namespace calotype::catalog
