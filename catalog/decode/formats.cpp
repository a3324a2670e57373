// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/formats.h"

#include <array>

#include "catalog/decode/bmp.h"
#include "catalog/decode/gif.h"
#include "catalog/decode/heif.h"
#include "catalog/decode/jpeg.h"
#include "catalog/decode/jxl.h"
#include "catalog/decode/png.h"
#include "catalog/decode/raw.h"
#include "catalog/decode/sniff.h"
#include "catalog/decode/tiff.h"
#include "catalog/decode/webp.h"

namespace calotype::catalog {

namespace {

template <std::size_t n>
using Names = std::array<std::string_view, n>;

constexpr Names<5> kJpeg{"jpg", "jpeg", "jpe", "jfif", "jif"};
constexpr Names<2> kPng{"png", "apng"};
constexpr Names<1> kWebp{"webp"};
constexpr Names<1> kGif{"gif"};
constexpr Names<2> kBmp{"bmp", "dib"};
constexpr Names<2> kTiff{"tif", "tiff"};
constexpr Names<4> kHeif{"heic", "heif", "hif", "heics"};
constexpr Names<2> kAvif{"avif", "avifs"};
constexpr Names<1> kJxl{"jxl"};
constexpr Names<1> kDng{"dng"};
constexpr Names<1> kCr2{"cr2"};
constexpr Names<1> kCr3{"cr3"};
constexpr Names<1> kCrw{"crw"};
constexpr Names<2> kNef{"nef", "nrw"};
constexpr Names<3> kArw{"arw", "sr2", "srf"};
constexpr Names<1> kRaf{"raf"};
constexpr Names<1> kRw2{"rw2"};
constexpr Names<1> kOrf{"orf"};
constexpr Names<1> kPef{"pef"};
constexpr Names<1> kSrw{"srw"};
constexpr Names<1> kKdc{"kdc"};
constexpr Names<2> kMp4{"mp4", "m4v"};
constexpr Names<2> kQuickTime{"mov", "qt"};
constexpr Names<2> k3gp{"3gp", "3g2"};
constexpr Names<1> kAvi{"avi"};
constexpr Names<1> kWebm{"webm"};
constexpr Names<1> kMatroska{"mkv"};
constexpr Names<3> kTransport{"mts", "m2ts", "m2t"};
constexpr Names<2> kMpeg{"mpg", "mpeg"};
constexpr Names<2> kAsf{"wmv", "asf"};

constexpr Format film(const char* name, const char* mime,
                      std::span<const std::string_view> extensions, bool (*sniff)(Bytes),
                      DescribeFilm* describe) {
  return {name, mime, extensions, sniff, nullptr, nullptr, false, false, nullptr, describe};
}

// A raw picture is a TIFF with more in it, so the raw rows stand before TIFF's; those of pictures
// in ISO files before those of films.
const std::array kFormats{
    Format{"JPEG", "image/jpeg", kJpeg, sniffJpeg, jpegHeader, decodeJpeg, false, true,
           &kJpegPacket},
    Format{"PNG", "image/png", kPng, sniffPng, pngHeader, decodePng, false, false, &kPngPacket},
    Format{"WEBP", "image/webp", kWebp, sniffWebp, webpHeader, decodeWebp, false, false,
           &kWebpPacket},
    Format{"GIF", "image/gif", kGif, sniffGif, gifHeader, decodeGif},
    Format{"BMP", "image/bmp", kBmp, sniffBmp, bmpHeader, decodeBmp},
    Format{"AVIF", "image/avif", kAvif, sniffAvif, avifHeader, decodeAvif, true},
    Format{"HEIF", "image/heif", kHeif, sniffHeif, heifHeader, decodeHeif, true},
    Format{"JXL", "image/jxl", kJxl, sniffJxl, jxlHeader, decodeJxl},
    Format{"CR3", "image/x-canon-cr3", kCr3, sniffCr3, nullptr, decodeRaw},
    Format{"CR2", "image/x-canon-cr2", kCr2, sniffCr2, nullptr, decodeRaw},
    Format{"CRW", "image/x-canon-crw", kCrw, sniffCrw, nullptr, decodeRaw},
    Format{"RAF", "image/x-fuji-raf", kRaf, sniffRaf, nullptr, decodeRaw},
    Format{"RW2", "image/x-panasonic-rw2", kRw2, sniffRw2, nullptr, decodeRaw},
    Format{"ORF", "image/x-olympus-orf", kOrf, sniffOrf, nullptr, decodeRaw},
    Format{"DNG", "image/x-adobe-dng", kDng, sniffDng, nullptr, decodeRaw},
    Format{"NEF", "image/x-nikon-nef", kNef, sniffNef, nullptr, decodeRaw},
    Format{"ARW", "image/x-sony-arw", kArw, sniffArw, nullptr, decodeRaw},
    Format{"PEF", "image/x-pentax-pef", kPef, sniffPef, nullptr, decodeRaw},
    Format{"SRW", "image/x-samsung-srw", kSrw, sniffSrw, nullptr, decodeRaw},
    Format{"KDC", "image/x-kodak-kdc", kKdc, sniffKdc, nullptr, decodeRaw},
    Format{"TIFF", "image/tiff", kTiff, sniffTiff, tiffHeader, decodeTiff, false, false,
           &kTiffPacket},
    film("MOV", "video/quicktime", kQuickTime, sniffQuickTime, describeIsoFilm),
    film("3GP", "video/3gpp", k3gp, sniff3gp, describeIsoFilm),
    film("MP4", "video/mp4", kMp4, sniffMp4, describeIsoFilm),
    film("AVI", "video/x-msvideo", kAvi, sniffAvi, describeAviFilm),
    film("WEBM", "video/webm", kWebm, sniffWebm, describeOtherFilm),
    film("MKV", "video/x-matroska", kMatroska, sniffMatroska, describeOtherFilm),
    film("MTS", "video/mp2t", kTransport, sniffMpegTransport, describeOtherFilm),
    film("MPEG", "video/mpeg", kMpeg, sniffMpegProgram, describeOtherFilm),
    film("WMV", "video/x-ms-wmv", kAsf, sniffAsf, describeOtherFilm),
};

}  // namespace

std::span<const Format> formats() {
  return kFormats;
}

const Format* formatOf(Bytes bytes) {
  for (const auto& format : kFormats)
    if (format.sniff(bytes)) return &format;
  return nullptr;
}

}  // namespace calotype::catalog
