// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/packet.h"

#include <png.h>
#include <webp/mux.h>

#include <zlib.h>
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>

namespace calotype::catalog {

namespace {

std::string textOf(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void put(std::vector<std::byte>& out, std::string_view text) {
  const auto bytes = std::as_bytes(std::span(text));
  out.insert(out.end(), bytes.begin(), bytes.end());
}

void putNumber(std::vector<std::byte>& out, std::uint64_t value, std::size_t count, bool big) {
  for (std::size_t i = 0; i < count; ++i)
    out.push_back(std::byte(value >> (8 * (big ? count - 1 - i : i))));
}

tl::unexpected<Error> noPlace(const char* why) {
  return fail(Code::Unsupported,
              std::string(why) + ", so nothing is written into the photo; a sidecar is instead.");
}

struct Place {
  std::size_t begin = 0, end = 0;  // of the whole segment, chunk or value
};

// --- JPEG

constexpr std::string_view kXmpMark("http://ns.adobe.com/xap/1.0/\0", 29);
constexpr std::size_t kMostInSegment = 65'533;  // bytes after the length

struct JpegPlaces {
  std::optional<Place> packet;
  std::size_t fresh = 0;       // where a segment may be put
  bool offsetsBefore = false;  // a directory of further pictures, that counts from itself
  bool several = false;
};

JpegPlaces jpegPlaces(Bytes file) {
  const ByteReader in(file, true);
  JpegPlaces places;
  std::size_t at = 2;
  places.fresh = at;
  bool onlyHead = true;
  while (in.u8(at) == 0xff && in.u8(at + 1) >= 0xc0 && in.u8(at + 1) != 0xda && in.has(at, 4)) {
    const std::size_t end = at + 2 + in.u16(at + 2);
    if (in.u16(at + 2) < 2 || end > file.size()) break;
    const auto code = in.u8(at + 1);
    const bool isPacket = code == 0xe1 && in.matches(at + 4, kXmpMark);
    if (isPacket && places.packet) places.several = true;
    if (isPacket && !places.packet) places.packet = Place{at, end};
    if (code == 0xe2 && in.matches(at + 4, std::string_view("MPF\0", 4)) && !places.packet)
      places.offsetsBefore = true;
    const bool isHead =
        code == 0xe0 || (code == 0xe1 && in.matches(at + 4, std::string_view("Exif\0", 5)));
    onlyHead = onlyHead && isHead;
    if (onlyHead) places.fresh = end;
    at = end;
  }
  return places;
}

std::string readJpeg(Bytes file) {
  const auto places = jpegPlaces(file);
  if (!places.packet) return {};
  const auto begin = places.packet->begin + 4 + kXmpMark.size();
  return textOf(file.subspan(begin, places.packet->end - begin));
}

Result<std::vector<std::byte>> writeJpeg(Bytes file, const std::string& wanted) {
  auto packet = wanted;
  const auto places = jpegPlaces(file);
  if (places.several) return noPlace("The JPEG has XMP in several places");
  auto place = places.packet.value_or(Place{places.fresh, places.fresh});
  const bool fits = places.packet && padTo(packet, place.end - place.begin - 4 - kXmpMark.size());
  if (!fits && places.packet && places.offsetsBefore)
    return noPlace("Further pictures in the JPEG would no longer be found");
  if (2 + kXmpMark.size() + packet.size() > kMostInSegment)
    return fail(Code::TooLarge, "A JPEG holds at most 64 KiB of XMP, and this would be more.");
  std::vector<std::byte> segment{std::byte(0xff), std::byte(0xe1)};
  putNumber(segment, 2 + kXmpMark.size() + packet.size(), 2, true);
  put(segment, kXmpMark);
  put(segment, packet);
  return spliced(file, place.begin, place.end, segment);
}

// --- PNG

constexpr std::string_view kXmpKeyword("XML:com.adobe.xmp\0", 18);

struct PngPlaces {
  std::optional<Place> packet;
  std::size_t fresh = 0;
  bool readable = false;  // plain text, as XMP demands
};

PngPlaces pngPlaces(Bytes file) {
  const ByteReader in(file, true);
  PngPlaces places;
  for (std::size_t at = 8; in.has(at, 12);) {
    const std::size_t length = in.u32(at);
    if (!in.has(at, length + 12)) break;
    const auto end = at + length + 12;
    if (in.matches(at + 4, "IDAT") && places.fresh == 0) places.fresh = at;
    if (in.matches(at + 4, "iTXt") && in.matches(at + 8, kXmpKeyword) && !places.packet) {
      places.packet = Place{at, end};
      // Not compressed, no language, no translated keyword.
      places.readable = in.matches(at + 8 + kXmpKeyword.size(), std::string_view("\0\0\0\0", 4));
    }
    at = end;
  }
  return places;
}

std::string readPng(Bytes file) {
  const auto places = pngPlaces(file);
  if (!places.packet || !places.readable) return {};
  const auto begin = places.packet->begin + 8 + kXmpKeyword.size() + 4;
  return textOf(file.subspan(begin, places.packet->end - 4 - begin));
}

Result<std::vector<std::byte>> writePng(Bytes file, const std::string& packet) {
  const auto places = pngPlaces(file);
  if (places.packet && !places.readable) return noPlace("The PNG's XMP is compressed");
  if (!places.packet && places.fresh == 0) return noPlace("The PNG has no picture in it");
  std::vector<std::byte> chunk;
  putNumber(chunk, kXmpKeyword.size() + 4 + packet.size(), 4, true);
  put(chunk, "iTXt");
  put(chunk, kXmpKeyword);
  put(chunk, std::string_view("\0\0\0\0", 4));
  put(chunk, packet);
  const auto sum =
      ::crc32(0, reinterpret_cast<const Bytef*>(chunk.data() + 4), uInt(chunk.size() - 4));
  putNumber(chunk, sum, 4, true);
  const auto place = places.packet.value_or(Place{places.fresh, places.fresh});
  return spliced(file, place.begin, place.end, chunk);
}

// --- TIFF

constexpr std::uint16_t kXmpTag = 700, kDngTag = 0xc612;
constexpr std::size_t kEntry = 12;

struct TiffDirectory {
  bool big = false;  // the most significant byte first
  std::size_t at = 0, entries = 0;
  std::optional<std::size_t> packet;  // its entry
  bool raw = false;
};

std::optional<TiffDirectory> firstDirectory(Bytes file) {
  TiffDirectory found;
  found.big = ByteReader(file).matches(0, "MM");
  const ByteReader in(file, found.big);
  if (in.u16(2) != 42) return std::nullopt;
  found.at = in.u32(4);
  found.entries = in.u16(found.at);
  if (!in.has(found.at, 2 + found.entries * kEntry + 4)) return std::nullopt;
  for (std::size_t i = 0; i < found.entries; ++i) {
    const auto entry = found.at + 2 + i * kEntry;
    if (in.u16(entry) == kXmpTag) found.packet = entry;
    found.raw = found.raw || in.u16(entry) == kDngTag;
  }
  return found;
}

std::string readTiff(Bytes file) {
  const auto directory = firstDirectory(file);
  if (!directory || !directory->packet) return {};
  const ByteReader in(file, directory->big);
  const auto size = in.u32(*directory->packet + 4);
  if (size <= 4) return {};
  auto text = textOf(in.part(in.u32(*directory->packet + 8), size));
  text.erase(text.find_last_not_of('\0') + 1);
  return text;
}

void setNumber(std::vector<std::byte>& file, std::size_t at, std::uint64_t value, std::size_t count,
               bool big) {
  for (std::size_t i = 0; i < count; ++i)
    file[at + i] = std::byte(value >> (8 * (big ? count - 1 - i : i)));
}

/// Appends to the file, so that nothing in it moves.
Result<std::vector<std::byte>> writeTiff(Bytes file, const std::string& wanted) {
  auto packet = wanted;
  const auto directory = firstDirectory(file);
  if (!directory) return noPlace("This kind of TIFF cannot be written");
  if (directory->raw) return noPlace("This is a raw picture");
  const bool big = directory->big;
  const ByteReader in(file, big);
  std::vector<std::byte> out(file.begin(), file.end());
  if (directory->packet) {
    const auto at = in.u32(*directory->packet + 8), size = in.u32(*directory->packet + 4);
    if (size > 4 && in.has(at, size) && padTo(packet, size)) {
      std::memcpy(out.data() + at, packet.data(), packet.size());
      return out;
    }
  }
  constexpr std::uint64_t kMost = 0xffff'fff0;
  if (file.size() + packet.size() + directory->entries * kEntry > kMost)
    return noPlace("The TIFF is too large");
  if (out.size() % 2 != 0) out.push_back(std::byte(0));
  const auto value = out.size();
  put(out, packet);
  if (directory->packet) {
    setNumber(out, *directory->packet + 4, packet.size(), 4, big);
    setNumber(out, *directory->packet + 8, value, 4, big);
    return out;
  }
  // A copy of the directory with one entry more, in the order of tags.
  if (out.size() % 2 != 0) out.push_back(std::byte(0));
  const auto copy = out.size();
  putNumber(out, directory->entries + 1, 2, big);
  bool placed = false;
  const auto place = [&] {
    placed = true;
    putNumber(out, kXmpTag, 2, big);
    putNumber(out, 1, 2, big);  // BYTE
    putNumber(out, packet.size(), 4, big);
    putNumber(out, value, 4, big);
  };
  for (std::size_t i = 0; i < directory->entries; ++i) {
    const auto entry = directory->at + 2 + i * kEntry;
    if (!placed && in.u16(entry) > kXmpTag) place();
    const auto old = file.subspan(entry, kEntry);
    out.insert(out.end(), old.begin(), old.end());
  }
  if (!placed) place();
  const auto next = file.subspan(directory->at + 2 + directory->entries * kEntry, 4);
  out.insert(out.end(), next.begin(), next.end());
  setNumber(out, 4, copy, 4, big);
  return out;
}

// --- WebP

using Mux = std::unique_ptr<WebPMux, void (*)(WebPMux*)>;

Mux openWebp(Bytes file) {
  const WebPData data{reinterpret_cast<const std::uint8_t*>(file.data()), file.size()};
  return {WebPMuxCreate(&data, 0), WebPMuxDelete};
}

std::string readWebp(Bytes file) {
  const auto mux = openWebp(file);
  WebPData chunk{};
  if (!mux || WebPMuxGetChunk(mux.get(), "XMP ", &chunk) != WEBP_MUX_OK) return {};
  return {reinterpret_cast<const char*>(chunk.bytes), chunk.size};
}

Result<std::vector<std::byte>> writeWebp(Bytes file, const std::string& packet) {
  const auto mux = openWebp(file);
  const WebPData chunk{reinterpret_cast<const std::uint8_t*>(packet.data()), packet.size()};
  if (!mux || WebPMuxSetChunk(mux.get(), "XMP ", &chunk, 1) != WEBP_MUX_OK)
    return noPlace("This WebP cannot be written");
  WebPData whole{};
  const auto assembled = WebPMuxAssemble(mux.get(), &whole);
  const auto bytes = Bytes(reinterpret_cast<const std::byte*>(whole.bytes), whole.size);
  std::vector<std::byte> out(bytes.begin(), bytes.end());
  WebPDataClear(&whole);
  if (assembled != WEBP_MUX_OK) return noPlace("This WebP cannot be written");
  return out;
}

}  // namespace

const PacketCodec kJpegPacket{readJpeg, writeJpeg};
const PacketCodec kPngPacket{readPng, writePng};
const PacketCodec kTiffPacket{readTiff, writeTiff};
const PacketCodec kWebpPacket{readWebp, writeWebp};

bool padTo(std::string& packet, std::size_t size) {
  if (packet.size() > size) return false;
  const auto end = packet.rfind("<?xpacket");
  packet.insert(end == std::string::npos ? packet.size() : end, size - packet.size(), ' ');
  return true;
}

std::vector<std::byte> spliced(Bytes file, std::size_t begin, std::size_t end, Bytes part) {
  end = std::min(end, file.size());
  begin = std::min(begin, end);
  std::vector<std::byte> out;
  out.reserve(file.size() - (end - begin) + part.size());
  const auto before = file.first(begin), after = file.subspan(end);
  out.insert(out.end(), before.begin(), before.end());
  out.insert(out.end(), part.begin(), part.end());
  out.insert(out.end(), after.begin(), after.end());
  return out;
}

}  // namespace calotype::catalog
