// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/photo.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <new>

#include "catalog/decode/colour.h"
#include "catalog/decode/exhaustion.h"
#include "catalog/decode/formats.h"
#include "catalog/decode/metadata.h"
#include "catalog/decode/orient.h"
#include "catalog/decode/pixel_hash.h"
#include "catalog/decode/scale.h"
#include "model/image/image_transform.h"

namespace calotype::catalog {

namespace {

/// kDecodeRule of model/image/image_transform.h: the crop always comes from the smallest fraction
/// with the shorter edge >= 2 x size and both edges >= these, whatever else is asked for. The
/// longer edge lets the usual thumbnail and the crop share one decoding; the shorter one keeps
/// models with a small input as near to full-size decoding as those with the usual 224 pixels.
constexpr int kCropLongerEdge = 512;
constexpr int kCropShorterEdge = 448;

double processorSeconds() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return double(now.tv_sec) + double(now.tv_nsec) * 1e-9;
}

Wanted wantedForCrop(const DecodeRequest& request) {
  return {request.fullSize, std::max(2 * request.crop->size, kCropShorterEdge), kCropLongerEdge};
}

int largestEdge(const DecodeRequest& request) {
  return int(std::min<std::uint32_t>(std::max(request.thumbnailEdge, request.pictureEdge),
                                     std::uint32_t(kMaxEdge)));
}

Result<Rgb8> pixelsOf(const Format& format, Bytes bytes, const Wanted& wanted, int orientation) {
  CALOTYPE_TRY(auto raster, format.decode(bytes, wanted));
  return upright(toSrgb(std::move(raster)), orientation);
}

std::uint32_t averageOf(const Rgb8& picture) {
  std::uint64_t sums[3] = {};
  for (std::size_t i = 0; i < picture.pixels.size(); ++i) sums[i % 3] += picture.pixels[i];
  const auto count = std::max<std::uint64_t>(picture.pixels.size() / 3, 1);
  std::uint32_t average = 0;
  for (const auto sum : sums) average = average << 8 | std::uint32_t((sum + count / 2) / count);
  return average;
}

Status makePictures(const Format& format, Bytes bytes, const DecodeRequest& request,
                    Decoded& decoded) {
  const int edge = largestEdge(request);
  const bool shareOne = !format.fractions || request.fullSize || edge <= kCropLongerEdge;
  const int orientation = format.turnsItself ? 1 : decoded.metadata.orientation;
  const Wanted wanted =
      request.crop && shareOne ? wantedForCrop(request) : Wanted{request.fullSize, 0, edge};
  CALOTYPE_TRY(auto pixels, pixelsOf(format, bytes, wanted, orientation));
  if (request.thumbnailEdge > 0) {
    decoded.thumbnail = fitInside(pixels, int(request.thumbnailEdge));
    decoded.averageRgb = averageOf(decoded.thumbnail);
  }
  if (request.pictureEdge > 0) decoded.picture = fitInside(pixels, int(request.pictureEdge));
  if (!request.crop) return {};
  if (!shareOne) {
    CALOTYPE_TRY(pixels, pixelsOf(format, bytes, wantedForCrop(request), orientation));
  }
  decoded.crop = model::ImageTransform(*request.crop).apply(pixels.view());
  return {};
}

bool swapsEdges(int orientation) {
  return orientation >= 5 && orientation <= 8;
}

/// The format's own orientation counts. Of one that turns itself only the quarter turn is known:
/// Exif says more, if it says the same.
void orientAs(const Format& format, int own, Metadata& metadata) {
  if (own == 0) return;
  if (!format.turnsItself || swapsEdges(own) != swapsEdges(metadata.orientation))
    metadata.orientation = own;
}

}  // namespace

Result<Decoded> decodePhoto(Bytes bytes, const DecodeRequest& request) {
  const double start = processorSeconds();
  const auto* format = formatOf(bytes);
  if (!format)
    return fail(Code::Unsupported,
                bytes.empty() ? "The file is empty."
                              : "The file is not a picture of a format that is known here.");
  if (format->isFilm()) return describeFilm(*format, filmBytes(bytes), request);
  try {
    Decoded decoded;
    decoded.metadata.format = format->name;
    int ownOrientation = 0;
    if (format->header) {
      CALOTYPE_TRY(const auto size, format->header(bytes));
      ownOrientation = size.orientation;
      CALOTYPE_CHECK(checkSize(format->name, size.width, size.height));
      decoded.metadata.width = size.width;
      decoded.metadata.height = size.height;
    }
    readMetadata(bytes, !request.metadata, decoded.metadata);
    orientAs(*format, ownOrientation, decoded.metadata);
    if (request.pixelHash) decoded.pixelHash = pixelHash(bytes);
    if (request.crop || request.thumbnailEdge > 0 || request.pictureEdge > 0)
      CALOTYPE_CHECK(makePictures(*format, bytes, request, decoded));
    decoded.decodeSeconds = processorSeconds() - start;
    return decoded;
  } catch (const std::bad_alloc&) {
    memoryRanOut() = true;
    return needsTooMuchMemory(format->name);
  }
}

Result<Decoded> describeFilm(const Format& format, const FilmBytes& film,
                             const DecodeRequest& request) {
  if (!request.films)
    return fail(Code::Unsupported, "The file is a film: only photos can be used for this.");
  Decoded described;
  described.metadata.format = format.name;
  format.describe(film, described.metadata);
  return described;
}

}  // namespace calotype::catalog
