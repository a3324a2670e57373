// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/film.h"

#include <algorithm>
#include <array>

namespace calotype::catalog {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t kTransportPacket = 188, kAvchdPacket = 192;
constexpr std::uint8_t kTransportSync = 0x47;

bool hasMainBrand(Bytes head, std::initializer_list<std::string_view> brands) {
  const ByteReader in(head, true);
  return in.matches(4, "ftyp") && std::any_of(brands.begin(), brands.end(),
                                              [&](auto brand) { return in.matches(8, brand); });
}

/// Three packets in a row that begin with the sync byte at `first`.
bool hasPackets(Bytes head, std::size_t first, std::size_t packet) {
  const ByteReader in(head);
  for (std::size_t i = 0; i < 3; ++i)
    if (in.u8(first + i * packet) != kTransportSync) return false;
  return true;
}

bool isEbml(Bytes head, std::string_view kind) {  // RFC 8794, 11.2
  const std::string_view text(reinterpret_cast<const char*>(head.data()),
                              std::min<std::size_t>(head.size(), 64));
  return text.starts_with("\x1a\x45\xdf\xa3"sv) && text.find(kind) != std::string_view::npos;
}

}  // namespace

FilmBytes filmBytes(Bytes bytes) {
  return {bytes.size(), [bytes](std::uint64_t offset, std::span<std::byte> into) {
            if (offset > bytes.size() || into.size() > bytes.size() - offset) return false;
            std::copy_n(bytes.begin() + std::ptrdiff_t(offset), into.size(), into.begin());
            return true;
          }};
}

bool sniffQuickTime(Bytes head) {
  const ByteReader in(head, true);
  if (hasMainBrand(head, {"qt  "})) return true;
  // From before there were brands: the film begins with one of its parts.
  constexpr std::array kParts{"moov"sv, "mdat"sv, "wide"sv, "pnot"sv};
  return std::any_of(kParts.begin(), kParts.end(), [&](auto part) { return in.matches(4, part); });
}

bool sniff3gp(Bytes head) {
  return hasMainBrand(head, {"3gp", "3g2"});
}

bool sniffMp4(Bytes head) {
  return ByteReader(head).matches(4, "ftyp");
}

bool sniffAvi(Bytes head) {
  const ByteReader in(head);
  return in.matches(0, "RIFF") && in.matches(8, "AVI ");
}

bool sniffWebm(Bytes head) {
  return isEbml(head, "webm");
}

bool sniffMatroska(Bytes head) {
  return isEbml(head, "matroska");
}

bool sniffMpegTransport(Bytes head) {
  return hasPackets(head, 0, kTransportPacket) || hasPackets(head, 4, kAvchdPacket);
}

bool sniffMpegProgram(Bytes head) {  // ISO/IEC 13818-1 pack header, 11172-2 sequence header
  const ByteReader in(head);
  return in.matches(0, "\0\0\1\xba"sv) || in.matches(0, "\0\0\1\xb3"sv);
}

bool sniffAsf(Bytes head) {
  return ByteReader(head).matches(
      0, "\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c"sv);
}

void describeOtherFilm(const FilmBytes&, Metadata& metadata) {
  metadata.durationMs = 0;
}

void describeAviFilm(const FilmBytes& film, Metadata& metadata) {
  metadata.durationMs = 0;
  std::array<std::byte, 72> head{};  // up to the size in the main header, which comes first
  if (!film.read(0, head)) return;
  const ByteReader in(head);
  if (!in.matches(12, "LIST") || !in.matches(20, "hdrlavih")) return;
  constexpr std::size_t kMain = 32;
  const auto duration = std::uint64_t(in.u32(kMain)) * in.u32(kMain + 16) / 1000;
  if (duration <= std::uint64_t(kMostDurationMs)) metadata.durationMs = std::int64_t(duration);
  const auto width = in.u32(kMain + 32), height = in.u32(kMain + 36);
  if (width == 0 || height == 0 || width > 65'535 || height > 65'535) return;
  metadata.width = int(width);
  metadata.height = int(height);
}

}  // namespace calotype::catalog
