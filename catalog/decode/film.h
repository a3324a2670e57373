// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>

#include "catalog/decode/bytes.h"
#include "catalog/types.h"

namespace calotype::catalog {

/// What says to be longer is not believed.
inline constexpr std::int64_t kMostDurationMs = std::int64_t(7) * 24 * 3'600'000;

/// A film's bytes, asked for piece by piece: films are larger than what is mapped.
struct FilmBytes {
  std::uint64_t size = 0;
  /// Fills `into` from `offset`; false where the film ends before, or cannot be read.
  std::function<bool(std::uint64_t offset, std::span<std::byte> into)> read;
};
/// Of bytes that are in memory; they outlive it.
FilmBytes filmBytes(Bytes bytes);

/// Films are listed, never decoded. Each of these fills in what the container says: upright width
/// and height in pixels, duration, the time it was taken. What it does not say, or says wrongly,
/// stays as it is. `metadata.durationMs` is set in any case: it tells a film from a picture.
using DescribeFilm = void(const FilmBytes& film, Metadata& metadata);

/// MP4, QuickTime, 3GP. ISO/IEC 14496-12: movie header (8.2.2), track header (8.3.2); Apple's
/// QuickTime File Format: com.apple.quicktime.creationdate, the only one with a time zone. The
/// movie header's time is UTC.
DescribeFilm describeIsoFilm;
/// Microsoft's AVI main header: frames, their duration, their size.
DescribeFilm describeAviFilm;
/// Nothing but that it is one.
DescribeFilm describeOtherFilm;

// By the first kFilmHead bytes.
inline constexpr std::size_t kFilmHead = 1024;
bool sniffMp4(Bytes head);  // any ISO file: those of pictures are asked for before it
bool sniffQuickTime(Bytes head);
bool sniff3gp(Bytes head);
bool sniffAvi(Bytes head);
bool sniffWebm(Bytes head);
bool sniffMatroska(Bytes head);
bool sniffMpegTransport(Bytes head);  // with 188 bytes a packet, or 192 (AVCHD)
bool sniffMpegProgram(Bytes head);
bool sniffAsf(Bytes head);  // Windows Media

}  // namespace calotype::catalog
