// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/scan/picture_names.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>
#include <string>

namespace calotype::catalog {

namespace {

using namespace std::string_view_literals;

enum class Kind { Picture, Raw, Film };

struct Extension {
  std::string_view name;
  Kind kind = Kind::Picture;
};

/// Lower case, sorted. Formats that a version cannot show are named too: they are the user's all
/// the same, and the user is told.
constexpr std::array kExtensions = {
    Extension{"3fr", Kind::Raw},
    Extension{"3g2", Kind::Film},
    Extension{"3gp", Kind::Film},
    Extension{"apng"},
    Extension{"arw", Kind::Raw},
    Extension{"asf", Kind::Film},
    Extension{"avi", Kind::Film},
    Extension{"avif"},
    Extension{"avifs"},
    Extension{"bmp"},
    Extension{"cr2", Kind::Raw},
    Extension{"cr3", Kind::Raw},
    Extension{"crw", Kind::Raw},
    Extension{"dib"},
    Extension{"dng", Kind::Raw},
    Extension{"erf", Kind::Raw},
    Extension{"gif"},
    Extension{"heic"},
    Extension{"heics"},
    Extension{"heif"},
    Extension{"hif"},
    Extension{"iiq", Kind::Raw},
    Extension{"jfif"},
    Extension{"jif"},
    Extension{"jpe"},
    Extension{"jpeg"},
    Extension{"jpg"},
    Extension{"jxl"},
    Extension{"kdc", Kind::Raw},
    Extension{"m2t", Kind::Film},
    Extension{"m2ts", Kind::Film},
    Extension{"m4v", Kind::Film},
    Extension{"mef", Kind::Raw},
    Extension{"mkv", Kind::Film},
    Extension{"mos", Kind::Raw},
    Extension{"mov", Kind::Film},
    Extension{"mp4", Kind::Film},
    Extension{"mpeg", Kind::Film},
    Extension{"mpg", Kind::Film},
    Extension{"mrw", Kind::Raw},
    Extension{"mts", Kind::Film},
    Extension{"nef", Kind::Raw},
    Extension{"nrw", Kind::Raw},
    Extension{"orf", Kind::Raw},
    Extension{"pef", Kind::Raw},
    Extension{"png"},
    Extension{"qt", Kind::Film},
    Extension{"raf", Kind::Raw},
    Extension{"raw", Kind::Raw},
    Extension{"rw2", Kind::Raw},
    Extension{"rwl", Kind::Raw},
    Extension{"sr2", Kind::Raw},
    Extension{"srf", Kind::Raw},
    Extension{"srw", Kind::Raw},
    Extension{"tif"},
    Extension{"tiff"},
    Extension{"webm", Kind::Film},
    Extension{"webp"},
    Extension{"wmv", Kind::Film},
    Extension{"x3f", Kind::Raw},
};
static_assert(std::is_sorted(kExtensions.begin(), kExtensions.end(),
                             [](const Extension& a, const Extension& b) {
                               return a.name < b.name;
                             }));

struct Magic {
  std::size_t offset;
  std::string_view bytes;
};

/// First bytes, from the formats' own specifications.
constexpr std::array kMagic = {
    Magic{0, "\xff\xd8\xff"sv},              // JPEG: ITU-T T.81, annex B
    Magic{0, "\x89PNG\r\n\x1a\n"sv},         // PNG: ISO/IEC 15948, 5.2
    Magic{0, "GIF87a"sv},                    //
    Magic{0, "GIF89a"sv},                    //
    Magic{8, "WEBP"sv},                      // WebP: RFC 9649, 2.4
    Magic{0, "II*\0"sv},                     // TIFF 6.0, and raw formats built on it
    Magic{0, "MM\0*"sv},                     //
    Magic{0, "II+\0"sv},                     // BigTIFF
    Magic{0, "MM\0+"sv},                     //
    Magic{0, "IIU\0"sv},                     // Panasonic
    Magic{0, "IIRO"sv},                      // Olympus
    Magic{0, "IIRS"sv},                      //
    Magic{0, "MMOR"sv},                      //
    Magic{6, "HEAPCCDR"sv},                  // Canon CRW
    Magic{0, "FUJIFILMCCD-RAW"sv},           // Fujifilm
    Magic{0, "\0MRM"sv},                     // Minolta
    Magic{0, "FOVb"sv},                      // Sigma
    Magic{0, "\xff\x0a"sv},                  // JPEG XL codestream: ISO/IEC 18181-1
    Magic{0, "\0\0\0\x0cJXL \r\n\x87\n"sv},  // JPEG XL container: ISO/IEC 18181-2
};

/// Main brands of ISO base media files that hold still pictures (ISO/IEC 23008-12, AVIF, CR3).
constexpr std::array kBrands = {"heic"sv, "heix"sv, "heim"sv, "heis"sv, "hevc"sv, "hevx"sv,
                                "mif1"sv, "msf1"sv, "avif"sv, "avis"sv, "crx "sv};

bool begins(std::span<const std::byte> start, std::size_t offset, std::string_view bytes) {
  return start.size() >= offset + bytes.size() &&
         std::memcmp(start.data() + offset, bytes.data(), bytes.size()) == 0;
}

/// "BM" alone begins many a text: the size of the header behind it must be one that exists.
bool beginsLikeBmp(std::span<const std::byte> start) {
  if (!begins(start, 0, "BM") || start.size() < 18) return false;
  std::uint32_t headerBytes = 0;
  std::memcpy(&headerBytes, start.data() + 14, sizeof headerBytes);
  return headerBytes >= 12 && headerBytes <= 124;
}

const Extension* extensionOf(std::string_view name) {
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos || name.starts_with("._")) return nullptr;
  std::string extension(name.substr(dot + 1));
  std::transform(extension.begin(), extension.end(), extension.begin(), [](unsigned char letter) {
    return char(letter < 0x80 ? std::tolower(letter) : letter);
  });
  const auto* const found =
      std::lower_bound(kExtensions.begin(), kExtensions.end(), extension,
                       [](const Extension& row, const std::string& e) { return row.name < e; });
  return found != kExtensions.end() && found->name == extension ? found : nullptr;
}

}  // namespace

bool hasMediaName(std::string_view name) {
  return extensionOf(name) != nullptr;
}

bool isRawName(std::string_view name) {
  const auto* const extension = extensionOf(name);
  return extension != nullptr && extension->kind == Kind::Raw;
}

bool isOwnTemporaryName(std::string_view name) {
  return name.starts_with('.') && name.find(".calotype-") != std::string_view::npos;
}

bool beginsLikePicture(std::span<const std::byte> start) {
  for (const auto& magic : kMagic) {
    const bool riff = magic.offset != 8 || begins(start, 0, "RIFF");
    if (riff && begins(start, magic.offset, magic.bytes)) return true;
  }
  if (begins(start, 4, "ftyp"))
    for (const auto brand : kBrands)
      if (begins(start, 8, brand) || begins(start, 16, brand) || begins(start, 20, brand))
        return true;
  return beginsLikeBmp(start);
}

}  // namespace calotype::catalog
