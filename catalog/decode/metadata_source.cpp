// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/metadata_source.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <exception>
#include <exiv2/exiv2.hpp>
#include <utility>

#include "catalog/decode/categories.h"
#include "catalog/decode/exhaustion.h"
#include "catalog/decode/metadata_text.h"
#include "catalog/decode/png.h"

namespace calotype::catalog {

namespace {

/// Exiv2 throws on keys that it does not know and on values that are damaged: both are absence.
template <class Read>
auto orAbsent(Read read) -> decltype(read()) {
  try {
    return read();
  } catch (const std::bad_alloc&) {
    memoryRanOut() = true;
    return {};
  } catch (const std::exception&) {
    return {};
  }
}

std::optional<double> numberOf(const Exiv2::Value& value, long component = 0) {
  if (component >= value.count()) return std::nullopt;
  if (value.typeId() == Exiv2::unsignedRational || value.typeId() == Exiv2::signedRational) {
    const auto [above, below] = value.toRational(component);
    // Exiv2 keeps unsigned values beyond 2^31 as negative ones.
    const bool isSigned = value.typeId() == Exiv2::signedRational;
    const double numerator = isSigned ? above : double(std::uint32_t(above));
    const double denominator = isSigned ? below : double(std::uint32_t(below));
    return denominator == 0 ? std::nullopt : std::optional(numerator / denominator);
  }
  const auto number = double(value.toFloat(component));
  return value.ok() && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

std::vector<std::byte> bytesOf(const Exiv2::Value& value) {
  std::vector<std::byte> bytes(std::size_t(std::max(value.size(), 0L)));
  value.copy(reinterpret_cast<Exiv2::byte*>(bytes.data()), Exiv2::littleEndian);
  return bytes;
}

/// "3.0", "1/250".
std::optional<double> parseNumber(std::string_view text) {
  double above = 0;
  const auto* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, above);
  if (error != std::errc() || !std::isfinite(above)) return std::nullopt;
  if (rest == end || *rest != '/') return above;
  double below = 0;
  if (std::from_chars(rest + 1, end, below).ec != std::errc() || below == 0) return std::nullopt;
  return above / below;
}

std::vector<std::string> parted(const std::string& text, char between) {
  std::vector<std::string> parts;
  for (std::size_t start = 0; start <= text.size();) {
    const auto end = std::min(text.find(between, start), text.size());
    parts.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return parts;
}

}  // namespace

struct MetadataSource::State {
  std::unique_ptr<Exiv2::Image> image;
  Exiv2::ExifData exif;

  const Exiv2::Exifdatum* exifDatum(const char* key) const {
    return orAbsent([&]() -> const Exiv2::Exifdatum* {
      const auto found = exif.findKey(Exiv2::ExifKey(key));
      return found == exif.end() || found->count() == 0 ? nullptr : &*found;
    });
  }
  const Exiv2::Xmpdatum* xmpDatum(const char* key) const {
    return orAbsent([&]() -> const Exiv2::Xmpdatum* {
      const auto& xmp = std::as_const(*image).xmpData();
      const auto found = xmp.findKey(Exiv2::XmpKey(key));
      return found == xmp.end() || found->count() == 0 ? nullptr : &*found;
    });
  }
};

std::optional<MetadataSource> MetadataSource::open(Bytes bytes) {
  return orAbsent([&]() -> std::optional<MetadataSource> {
    auto state = std::make_unique<State>();
    state->image.reset(Exiv2::ImageFactory::open(reinterpret_cast<const Exiv2::byte*>(bytes.data()),
                                                 long(bytes.size()))
                           .release());
    orAbsent([&] {
      state->image->readMetadata();
      return 0;
    });
    state->exif = state->image->exifData();
    // Exiv2 0.27 does not know PNG's own chunk for Exif.
    if (const auto chunk = pngExif(bytes); state->exif.empty() && !chunk.empty())
      Exiv2::ExifParser::decode(state->exif, reinterpret_cast<const Exiv2::byte*>(chunk.data()),
                                std::uint32_t(chunk.size()));
    return MetadataSource(std::move(state));
  });
}

std::optional<MetadataSource> MetadataSource::openPacket(const std::string& packet) {
  return orAbsent([&]() -> std::optional<MetadataSource> {
    auto state = std::make_unique<State>();
    state->image.reset(Exiv2::ImageFactory::create(Exiv2::ImageType::xmp).release());
    if (Exiv2::XmpParser::decode(state->image->xmpData(), packet) != 0) return std::nullopt;
    return MetadataSource(std::move(state));
  });
}

MetadataSource::MetadataSource(std::unique_ptr<State> state) : state_(std::move(state)) {}
MetadataSource::~MetadataSource() = default;
MetadataSource::MetadataSource(MetadataSource&&) noexcept = default;

int MetadataSource::pixelWidth() const {
  return state_->image->pixelWidth();
}

int MetadataSource::pixelHeight() const {
  return state_->image->pixelHeight();
}

std::string MetadataSource::exifText(const char* key) const {
  const auto* const datum = state_->exifDatum(key);
  return datum == nullptr ? "" : orAbsent([&] { return cleanText(datum->toString()); });
}

std::optional<double> MetadataSource::exifNumber(const char* key) const {
  const auto* const datum = state_->exifDatum(key);
  if (datum == nullptr) return std::nullopt;
  return orAbsent([&] { return numberOf(datum->value()); });
}

std::string MetadataSource::exifUtf16(const char* key) const {
  const auto* const datum = state_->exifDatum(key);
  return datum == nullptr ? "" : orAbsent([&] { return fromUtf16(bytesOf(datum->value())); });
}

std::vector<std::string> MetadataSource::exifUtf16List(const char* key) const {
  return parted(exifUtf16(key), ';');
}

std::string MetadataSource::userComment() const {
  const auto* const datum = state_->exifDatum("Exif.Photo.UserComment");
  if (datum == nullptr) return {};
  return orAbsent([&] {
    return fromUserComment(bytesOf(datum->value()),
                           state_->image->byteOrder() == Exiv2::littleEndian);
  });
}

std::optional<WallTime> MetadataSource::exifTime(const char* key, const char* subSeconds,
                                                 const char* offset) const {
  auto time = parseTime(exifText(key));
  if (!time) return time;
  const auto fraction = exifText(subSeconds);
  if (!fraction.empty() && fraction.front() >= '0' && fraction.front() <= '9')
    time->ms += std::int64_t(1000 * parseNumber("0." + fraction).value_or(0));
  if (const auto stated = parseOffset(exifText(offset))) time->offsetMinutes = stated;
  return time;
}

std::optional<double> MetadataSource::exifAngle(const char* key, char negative) const {
  const auto* const datum = state_->exifDatum(key);
  if (datum == nullptr) return std::nullopt;
  return orAbsent([&]() -> std::optional<double> {
    const auto degrees = numberOf(datum->value(), 0);
    if (!degrees) return std::nullopt;
    const double angle = *degrees + numberOf(datum->value(), 1).value_or(0) / 60 +
                         numberOf(datum->value(), 2).value_or(0) / 3600;
    const auto half = exifText((std::string(key) + "Ref").c_str());
    return !half.empty() && half.front() == negative ? -angle : angle;
  });
}

std::optional<WallTime> MetadataSource::gpsTime() const {
  const auto date = exifText("Exif.GPSInfo.GPSDateStamp");
  const auto* const clock = state_->exifDatum("Exif.GPSInfo.GPSTimeStamp");
  if (date.empty() || clock == nullptr) return std::nullopt;
  return orAbsent([&]() -> std::optional<WallTime> {
    auto time = parseTime(date.substr(0, 10));
    const auto hour = numberOf(clock->value(), 0);
    if (!time || !hour || clock->count() != 3) return std::nullopt;
    const double seconds = *hour * 3600 + numberOf(clock->value(), 1).value_or(0) * 60 +
                           numberOf(clock->value(), 2).value_or(0);
    if (!(seconds >= 0 && seconds < 86'400)) return std::nullopt;
    time->ms += std::int64_t(seconds * 1000);
    time->offsetMinutes = 0;
    return time;
  });
}

std::optional<int> MetadataSource::generalOffset() const {
  return parseOffset(exifText("Exif.Photo.OffsetTime"));
}

std::string MetadataSource::makerLens() const {
  return orAbsent([&]() -> std::string {
    const auto found = Exiv2::lensName(state_->exif);
    if (found == state_->exif.end()) return {};
    auto name = cleanText(found->print(&state_->exif));
    // Numbers in brackets and words of doubt are Exiv2's way to say that it does not know.
    const bool unknown = name.starts_with("(") || name.starts_with("n/a") ||
                         name.find("nknown") != std::string::npos;
    return unknown ? std::string() : name;
  });
}

std::optional<double> MetadataSource::makerIso() const {
  return orAbsent([&]() -> std::optional<double> {
    const auto found = Exiv2::isoSpeed(state_->exif);
    if (found == state_->exif.end()) return std::nullopt;
    return parseNumber(cleanText(found->print(&state_->exif)));
  });
}

std::vector<std::string> MetadataSource::xmpTexts(const char* key) const {
  const auto* const datum = state_->xmpDatum(key);
  if (datum == nullptr) return {};
  return orAbsent([&] {
    std::vector<std::string> texts;
    for (long i = 0; i < datum->count(); ++i) texts.push_back(cleanText(datum->toString(i)));
    return texts;
  });
}

std::string MetadataSource::xmpText(const char* key) const {
  const auto* const datum = state_->xmpDatum(key);
  if (datum == nullptr) return {};
  return orAbsent([&]() -> std::string {
    const auto* const languages = dynamic_cast<const Exiv2::LangAltValue*>(&datum->value());
    if (languages == nullptr) return cleanText(datum->toString(0));
    if (languages->value_.empty()) return {};
    const auto usual = languages->value_.find("x-default");
    return cleanText(usual != languages->value_.end() ? usual->second
                                                      : languages->value_.begin()->second);
  });
}

std::optional<double> MetadataSource::xmpNumber(const char* key) const {
  return parseNumber(xmpText(key));
}

std::optional<double> MetadataSource::xmpAngle(const char* key, char negative) const {
  const auto text = xmpText(key);
  if (text.empty()) return std::nullopt;
  double angle = 0, unit = 1;
  for (const auto& part : parted(text, ',')) {
    const auto number = parseNumber(part);
    if (!number) return std::nullopt;
    angle += *number / unit;
    unit *= 60;
  }
  return text.back() == negative ? -angle : angle;
}

std::vector<std::vector<std::string>> MetadataSource::tagPaths() const {
  struct List {
    const char* key;
    char between;
  };
  static constexpr List kLists[] = {{"Xmp.lr.hierarchicalSubject", '|'},
                                    {"Xmp.digiKam.TagsList", '/'},
                                    {"Xmp.MicrosoftPhoto.LastKeywordXMP", '/'},
                                    {"Xmp.mediapro.CatalogSets", '|'}};
  std::vector<std::vector<std::string>> paths;
  for (const auto& list : kLists)
    for (const auto& path : xmpTexts(list.key))
      if (!isProgramsOwnTag(path)) paths.push_back(parted(path, list.between));
  for (auto& levels : readCategories(xmpText("Xmp.acdsee.categories")))
    paths.push_back(std::move(levels));
  return paths;
}

std::vector<std::string> MetadataSource::iptcTexts(const char* key) const {
  return orAbsent([&] {
    std::vector<std::string> texts;
    const Exiv2::IptcKey wanted(key);
    for (const auto& datum : std::as_const(*state_->image).iptcData())
      if (datum.record() == wanted.record() && datum.tag() == wanted.tag())
        texts.push_back(cleanText(datum.toString()));
    return texts;
  });
}

std::string MetadataSource::iptcText(const char* key) const {
  const auto texts = iptcTexts(key);
  return texts.empty() ? std::string() : texts.front();
}

std::optional<WallTime> MetadataSource::iptcTime() const {
  const auto date = iptcText("Iptc.Application2.DateCreated");
  if (date.empty()) return std::nullopt;
  return parseTime(date + ' ' + iptcText("Iptc.Application2.TimeCreated"));
}

}  // namespace calotype::catalog
