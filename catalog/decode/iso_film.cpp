// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "catalog/decode/capture_time.h"
#include "catalog/decode/film.h"

namespace calotype::catalog {

namespace {

constexpr int kMostBoxes = 10'000;                        // looked at, in one film
constexpr std::uint64_t kMostText = 65'536;               // bytes of a box that is read as a whole
constexpr std::int64_t kSecondsFrom1904 = 2'082'844'800;  // to 1970

struct Box {
  std::uint32_t kind = 0;
  std::uint64_t begin = 0, end = 0;  // of its content
};

constexpr std::uint32_t kind(const char (&name)[5]) {
  std::uint32_t value = 0;
  for (int i = 0; i < 4; ++i) value = value << 8 | std::uint8_t(name[i]);
  return value;
}

/// Walks the boxes of one film; a box that lies ends the walk through its parent.
class Walk {
 public:
  Walk(const FilmBytes& film, Metadata& metadata) : film_(film), metadata_(metadata) {}

  void film() {
    each(0, film_.size, [&](const Box& box) {
      if (box.kind == kind("moov")) movie(box);
    });
  }

 private:
  template <class Visit>
  void each(std::uint64_t at, std::uint64_t end, const Visit& visit);
  std::vector<std::byte> content(const Box& box, std::uint64_t most) const;
  void movie(const Box& movie);
  void movieHeader(const Box& box);
  void track(const Box& track);
  void trackHeader(const Box& box);
  void appleFacts(const Box& meta);
  void appleTime(Bytes items, std::uint32_t index);

  const FilmBytes& film_;
  Metadata& metadata_;
  int boxes_ = 0;
};

template <class Visit>
void Walk::each(std::uint64_t at, std::uint64_t end, const Visit& visit) {
  while (at < end && end - at >= 8 && ++boxes_ <= kMostBoxes) {
    std::array<std::byte, 16> head{};
    if (!film_.read(at, std::span(head).first(8))) return;
    const ByteReader in(head, true);
    std::uint64_t size = in.u32(0), begin = at + 8;
    if (size == 0) size = end - at;  // to the end
    if (size == 1) {
      if (!film_.read(at, head)) return;
      size = in.u64(8);
      begin = at + 16;
    }
    if (size < begin - at || size > end - at) return;
    visit(Box{in.u32(4), begin, at + size});
    at += size;
  }
}

/// Its first bytes, `most` at most; empty when they cannot be read.
std::vector<std::byte> Walk::content(const Box& box, std::uint64_t most) const {
  std::vector<std::byte> bytes(std::size_t(std::min(box.end - box.begin, most)));
  if (!film_.read(box.begin, bytes)) bytes.clear();
  return bytes;
}

void Walk::movie(const Box& movie) {
  each(movie.begin, movie.end, [&](const Box& box) {
    if (box.kind == kind("mvhd")) movieHeader(box);
    if (box.kind == kind("trak")) track(box);
    if (box.kind == kind("meta")) appleFacts(box);
  });
}

void Walk::movieHeader(const Box& box) {
  const auto bytes = content(box, 32);
  const ByteReader in(bytes, true);
  const bool wide = in.u8(0) == 1;
  const auto created = wide ? in.u64(4) : in.u32(4);
  const auto scale = in.u32(wide ? 20 : 12);
  const auto duration = wide ? in.u64(24) : in.u32(16);
  const bool known = wide || duration != 0xffff'ffff;
  if (scale > 0 && known && duration <= std::uint64_t(kMostDurationMs) / 1000 * scale)
    metadata_.durationMs = std::int64_t(duration * 1000 / scale);
  if (created > 0xffff'ffff) return;
  const auto seconds = std::int64_t(created) - kSecondsFrom1904;
  if (!couldBeTaken(seconds * 1000) || seconds < 0 || metadata_.takenMs) return;
  metadata_.takenMs = seconds * 1000;
  metadata_.offsetMinutes = 0;
}

void Walk::track(const Box& track) {
  each(track.begin, track.end, [&](const Box& box) {
    if (box.kind == kind("tkhd")) trackHeader(box);
  });
}

void Walk::trackHeader(const Box& box) {
  if (metadata_.width > 0) return;  // the first one that is seen
  const auto bytes = content(box, 96);
  const ByteReader in(bytes, true);
  const std::size_t matrix = in.u8(0) == 1 ? 52 : 40;
  const int width = int(in.u32(matrix + 36) >> 16), height = int(in.u32(matrix + 40) >> 16);
  if (width == 0 || height == 0) return;  // sound
  const bool turned = in.u32(matrix) == 0 && in.u32(matrix + 16) == 0;
  metadata_.width = turned ? height : width;
  metadata_.height = turned ? width : height;
}

/// "keys" numbers the names, from 1; "ilst" has a box for each number.
void Walk::appleFacts(const Box& meta) {
  std::vector<std::byte> keys, items;
  const auto visit = [&](const Box& box) {
    if (box.kind == kind("keys")) keys = content(box, kMostText);
    if (box.kind == kind("ilst")) items = content(box, kMostText);
  };
  each(meta.begin, meta.end, visit);
  if (keys.empty() && meta.end - meta.begin > 4) each(meta.begin + 4, meta.end, visit);
  const ByteReader in(keys, true);
  std::size_t at = 8;
  for (std::uint32_t index = 1; index <= in.u32(4) && in.has(at, 8); ++index) {
    const std::size_t size = in.u32(at);
    if (size < 8) return;
    if (size == 8 + 32 && in.matches(at + 8, "com.apple.quicktime.creationdate"))
      appleTime(items, index);
    at += size;
  }
}

void Walk::appleTime(Bytes items, std::uint32_t index) {
  const ByteReader in(items, true);
  for (std::size_t at = 0; in.has(at, 24);) {
    const std::size_t size = in.u32(at);
    if (size < 24 || !in.has(at, size)) return;
    if (in.u32(at + 4) == index && in.matches(at + 12, "data")) {
      const auto value = items.subspan(at + 24, size - 24);
      const auto time = parseTime({reinterpret_cast<const char*>(value.data()), value.size()});
      if (!time || !time->offsetMinutes) return;
      metadata_.takenMs = time->ms;
      metadata_.offsetMinutes = time->offsetMinutes;
      return;
    }
    at += size;
  }
}

}  // namespace

void describeIsoFilm(const FilmBytes& film, Metadata& metadata) {
  metadata.durationMs = 0;
  Walk(film, metadata).film();
}

}  // namespace calotype::catalog
