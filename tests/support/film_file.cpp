// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/film_file.h"

namespace calotype::test {

namespace {

constexpr std::int64_t kSecondsFrom1904 = 2'082'844'800;

std::string big(std::uint64_t value, int bytes) {
  std::string text;
  for (int i = bytes - 1; i >= 0; --i) text += char(value >> (8 * i) & 0xff);
  return text;
}

std::string little(std::uint32_t value) {
  std::string text;
  for (int i = 0; i < 4; ++i) text += char(value >> (8 * i) & 0xff);
  return text;
}

std::string movieHeader(const FilmFile& film) {
  const int bytes = film.wide ? 8 : 4;
  const auto created =
      film.createdSeconds == 0 ? 0 : std::uint64_t(film.createdSeconds + kSecondsFrom1904);
  return isoBox("mvhd", big(film.wide ? 0x01000000 : 0, 4) + big(created, bytes) +
                            big(created, bytes) + big(1000, 4) + big(film.milliseconds, bytes) +
                            std::string(80, '\0'));
}

std::string track(const FilmFile& film) {
  const std::uint32_t one = 0x10000;
  const std::uint32_t a = film.turned ? 0 : one, b = film.turned ? one : 0;
  return isoBox("trak", isoBox("tkhd", std::string(40, '\0') + big(a, 4) + big(b, 4) + big(0, 4) +
                                           big(film.turned ? ~one + 1 : 0, 4) + big(a, 4) +
                                           big(0, 4) + big(0, 8) + big(0x40000000, 4) +
                                           big(std::uint64_t(film.width) << 16, 4) +
                                           big(std::uint64_t(film.height) << 16, 4)));
}

std::string appleFacts(const FilmFile& film) {
  if (film.appleTime.empty()) return {};
  const auto key = [](const std::string& name) { return big(8 + name.size(), 4) + "mdta" + name; };
  const auto item = [](int index, const std::string& text) {
    return isoBox(big(std::uint64_t(index), 4), isoBox("data", big(1, 4) + big(0, 4) + text));
  };
  return isoBox("meta", isoBox("keys", big(0, 4) + big(2, 4) + key("com.apple.quicktime.make") +
                                           key("com.apple.quicktime.creationdate")) +
                            isoBox("ilst", item(1, "Apple") + item(2, film.appleTime)));
}

}  // namespace

std::string isoBox(const std::string& kind, const std::string& content) {
  return big(8 + content.size(), 4) + kind + content;
}

std::string isoFilm(const FilmFile& film) {
  const auto sound = isoBox("trak", isoBox("tkhd", std::string(84, '\0')));
  return isoBox("ftyp", film.brand + big(0x200, 4) + film.brand) +
         isoBox("mdat", std::string(film.mediaBytes, 'm')) +
         isoBox("moov", movieHeader(film) + sound + track(film) + appleFacts(film));
}

std::string aviFilm(std::uint32_t frames, std::uint32_t microsecondsAFrame, std::uint32_t width,
                    std::uint32_t height) {
  std::string main = little(microsecondsAFrame) + std::string(12, '\0') + little(frames) +
                     std::string(12, '\0') + little(width) + little(height) + std::string(16, '\0');
  const auto header = "avih" + little(std::uint32_t(main.size())) + main;
  const auto list = "LIST" + little(std::uint32_t(4 + header.size())) + "hdrl" + header;
  return "RIFF" + little(std::uint32_t(4 + list.size())) + "AVI " + list;
}

}  // namespace calotype::test
