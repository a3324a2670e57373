// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/heif.h"

#include <libheif/heif.h>

#include <algorithm>
#include <memory>

namespace calotype::catalog {

namespace {

constexpr int kQuarterTurn = 6, kNoTurn = 1;

struct Free {
  void operator()(heif_context* context) const { heif_context_free(context); }
  void operator()(heif_image_handle* handle) const { heif_image_handle_release(handle); }
  void operator()(heif_image* image) const { heif_image_release(image); }
  void operator()(heif_decoding_options* options) const { heif_decoding_options_free(options); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

/// One file, up to the handle of its primary picture.
class HeifReader {
 public:
  explicit HeifReader(const char* name) : name_(name), context_(heif_context_alloc()) {}

  Status open(Bytes bytes) {
    heif_context_set_max_decoding_threads(context_.get(), 0);  // the process may start none
    heif_context_set_maximum_image_size_limit(context_.get(), kMaxEdge);
    CALOTYPE_CHECK(check(heif_context_read_from_memory_without_copy(context_.get(), bytes.data(),
                                                                    bytes.size(), nullptr),
                         "its parts cannot be told apart"));
    heif_image_handle* handle = nullptr;
    CALOTYPE_CHECK(
        check(heif_context_get_primary_image_handle(context_.get(), &handle), "it has no picture"));
    handle_.reset(handle);
    return checkSize(name_, width(), height());
  }

  PictureSize size() const {
    const bool landscape = width() > height();
    const bool storedLandscape = heif_image_handle_get_ispe_width(handle_.get()) >
                                 heif_image_handle_get_ispe_height(handle_.get());
    if (width() == height() || landscape == storedLandscape) return {width(), height(), kNoTurn};
    return {height(), width(), kQuarterTurn};
  }

  Result<Raster> pixels() {
    const Owned<heif_decoding_options> options(heif_decoding_options_alloc());
    options->convert_hdr_to_8bit = 1;
    heif_image* decoded = nullptr;
    CALOTYPE_CHECK(check(heif_decode_image(handle_.get(), &decoded, heif_colorspace_RGB,
                                           heif_chroma_interleaved_RGB, options.get()),
                         "its pixels cannot be read"));
    const Owned<heif_image> image(decoded);
    int stride = 0;
    const auto* const plane =
        heif_image_get_plane_readonly(image.get(), heif_channel_interleaved, &stride);
    const int columns = heif_image_get_width(image.get(), heif_channel_interleaved);
    const int rows = heif_image_get_height(image.get(), heif_channel_interleaved);
    if (plane == nullptr || columns <= 0 || rows <= 0 || stride < columns * 3)
      return damaged(name_, "it has no pixels");
    CALOTYPE_CHECK(checkSize(name_, columns, rows));
    Raster raster;
    raster.allocate(columns, rows, Raster::Kind::Rgb);
    for (int y = 0; y < rows; ++y)
      std::copy_n(plane + std::size_t(y) * std::size_t(stride), raster.stride(), raster.row(y));
    readProfile(raster);
    return raster;
  }

 private:
  int width() const { return heif_image_handle_get_width(handle_.get()); }
  int height() const { return heif_image_handle_get_height(handle_.get()); }

  Status check(const heif_error& error, const char* what) const {
    if (error.code == heif_error_Ok) return {};
    if (error.code == heif_error_Memory_allocation_error) return needsTooMuchMemory(name_);
    if (error.code == heif_error_Unsupported_filetype ||
        error.code == heif_error_Unsupported_feature)
      return fail(Code::Unsupported, std::string("This ") + name_ +
                                         " picture is made in a way that cannot be shown here; a "
                                         "JPEG copy of it can be shown.");
    return damaged(name_, what);
  }

  void readProfile(Raster& raster) const {
    const auto size = heif_image_handle_get_raw_color_profile_size(handle_.get());
    if (size == 0 || size > kMaxProfileBytes) return;
    raster.profile.resize(size);
    if (heif_image_handle_get_raw_color_profile(handle_.get(), raster.profile.data()).code !=
        heif_error_Ok)
      raster.profile.clear();
  }

  const char* name_;
  Owned<heif_context> context_;
  Owned<heif_image_handle> handle_;
};

Result<PictureSize> headerOf(const char* name, Bytes bytes) {
  HeifReader reader(name);
  CALOTYPE_CHECK(reader.open(bytes));
  return reader.size();
}

Result<Raster> pixelsOf(const char* name, Bytes bytes) {
  HeifReader reader(name);
  CALOTYPE_CHECK(reader.open(bytes));
  return reader.pixels();
}

}  // namespace

Result<PictureSize> heifHeader(Bytes bytes) {
  return headerOf("HEIF", bytes);
}

Result<PictureSize> avifHeader(Bytes bytes) {
  return headerOf("AVIF", bytes);
}

Result<Raster> decodeHeif(Bytes bytes, const Wanted&) {
  return pixelsOf("HEIF", bytes);
}

Result<Raster> decodeAvif(Bytes bytes, const Wanted&) {
  return pixelsOf("AVIF", bytes);
}

}  // namespace calotype::catalog
