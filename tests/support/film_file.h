// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace calotype::test {

/// What a film's file says; there are no pictures in it.
struct FilmFile {
  int width = 1920, height = 1080;
  bool turned = false;  // by the track's matrix
  std::uint64_t milliseconds = 83'500;
  std::int64_t createdSeconds = 0;  // since 1970, UTC; 0: not said
  std::string appleTime{};          // com.apple.quicktime.creationdate
  std::string brand = "isom";
  bool wide = false;              // 64 bit numbers in the movie header
  std::size_t mediaBytes = 2000;  // before the description, as cameras write it
};

std::string isoFilm(const FilmFile& film);
/// An AVI of so many frames.
std::string aviFilm(std::uint32_t frames, std::uint32_t microsecondsAFrame, std::uint32_t width,
                    std::uint32_t height);
/// A box of an ISO file.
std::string isoBox(const std::string& kind, const std::string& content);

}  // namespace calotype::test
