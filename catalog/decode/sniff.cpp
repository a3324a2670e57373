// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/sniff.h"

#include <algorithm>
#include <functional>
#include <string>

#include "catalog/decode/tiff.h"

namespace calotype::catalog {

namespace {

using namespace std::string_view_literals;

/// Whether the file-type box (ISO/IEC 14496-12, 4.3) names one of the brands.
bool hasBrand(Bytes bytes, std::initializer_list<std::string_view> brands) {
  const ByteReader in(bytes, true);
  if (!in.matches(4, "ftyp")) return false;
  const auto end = std::min<std::size_t>(in.u32(0), 256);
  for (std::size_t at = 8; at + 4 <= end; at += at == 8 ? 8 : 4)  // a version follows the first
    for (const auto brand : brands)
      if (in.matches(at, brand)) return true;
  return false;
}

constexpr std::uint16_t kMake = 0x010f, kCompression = 0x0103, kPhotometric = 0x0106,
                        kSubFolders = 0x014a, kDngVersion = 0xc612;

/// What tells a raw picture from a TIFF.
struct TiffTraits {
  std::string make;
  bool dng = false;
  bool raw = false;
};

/// Calls `visit(tag, offset of the value or of the pointer, count)` for the entries of a folder.
void forEachEntry(const ByteReader& in, std::size_t folder,
                  const std::function<void(std::uint16_t, std::size_t, std::uint32_t)>& visit) {
  const auto count = std::min<int>(in.u16(folder), 512);
  for (int i = 0; i < count; ++i) {
    const auto entry = folder + 2 + 12 * std::size_t(i);
    if (!in.has(entry, 12)) return;
    visit(in.u16(entry), entry + 8, in.u32(entry + 4));
  }
}

void readFolder(const ByteReader& in, std::size_t folder, TiffTraits& traits, bool first) {
  forEachEntry(in, folder, [&](std::uint16_t tag, std::size_t value, std::uint32_t count) {
    if (tag == kDngVersion) traits.dng = true;
    if (tag == kPhotometric && (in.u16(value) == 32803 || in.u16(value) == 34892))
      traits.raw = true;
    if (tag == kCompression)
      for (const int maker : {32767, 32769, 32770, 34713, 65000, 65535})
        if (in.u16(value) == maker) traits.raw = true;
    if (!first) return;
    if (tag == kMake && count > 4)
      for (std::size_t i = 0; i < std::min<std::size_t>(count, 32); ++i)
        traits.make.push_back(char(in.u8(in.u32(value) + i)));
    if (tag == kSubFolders)
      for (std::size_t i = 0; i < std::min<std::size_t>(count, 8); ++i)
        readFolder(in, count == 1 ? in.u32(value) : in.u32(in.u32(value) + 4 * i), traits, false);
  });
}

TiffTraits traitsOf(Bytes bytes) {
  TiffTraits traits;
  if (!sniffTiff(bytes)) return traits;
  const ByteReader in(bytes, bytes[0] == std::byte{'M'});
  readFolder(in, in.u32(4), traits, true);
  return traits;
}

bool isRawOf(Bytes bytes, std::string_view make) {
  const auto traits = traitsOf(bytes);
  return traits.raw && !traits.dng && traits.make.starts_with(make);
}

}  // namespace

bool sniffHeif(Bytes bytes) {
  return hasBrand(bytes, {"heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1"});
}

bool sniffAvif(Bytes bytes) {
  return hasBrand(bytes, {"avif", "avis"});
}

bool sniffJxl(Bytes bytes) {
  const ByteReader in(bytes);
  return in.matches(0, "\xff\x0a"sv) || in.matches(0, "\0\0\0\x0cJXL \r\n\x87\n"sv);
}

bool sniffCr3(Bytes bytes) {
  return hasBrand(bytes, {"crx "});
}

bool sniffCr2(Bytes bytes) {
  return sniffTiff(bytes) && ByteReader(bytes).matches(8, "CR");
}

bool sniffCrw(Bytes bytes) {
  return ByteReader(bytes).matches(6, "HEAPCCDR");
}

bool sniffRaf(Bytes bytes) {
  return ByteReader(bytes).matches(0, "FUJIFILMCCD-RAW");
}

bool sniffRw2(Bytes bytes) {
  return ByteReader(bytes).matches(0, "IIU\0"sv);
}

bool sniffOrf(Bytes bytes) {
  const ByteReader in(bytes);
  return in.matches(0, "IIRO") || in.matches(0, "IIRS") || in.matches(0, "MMOR");
}

bool sniffDng(Bytes bytes) {
  return traitsOf(bytes).dng;
}

bool sniffNef(Bytes bytes) {
  return isRawOf(bytes, "NIKON");
}

bool sniffArw(Bytes bytes) {
  return isRawOf(bytes, "SONY");
}

bool sniffPef(Bytes bytes) {
  return isRawOf(bytes, "PENTAX") || isRawOf(bytes, "RICOH");
}

bool sniffSrw(Bytes bytes) {
  return isRawOf(bytes, "SAMSUNG");
}

bool sniffKdc(Bytes bytes) {
  return isRawOf(bytes, "Kodak") || isRawOf(bytes, "EASTMAN KODAK") ||
         isRawOf(bytes, "Eastman Kodak");
}

}  // namespace calotype::catalog
