// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "app/cli/command.h"
#include "catalog/decoder_pool.h"
#include "model/base/install_paths.h"

namespace calotype::cli {
namespace {

using Json = nlohmann::ordered_json;

template <class Value>
Json orNull(const std::optional<Value>& value) {
  return value ? Json(*value) : Json();
}

Json orNull(const std::string& text) {
  return text.empty() ? Json() : Json(text);
}

/// "2019-07-04 15:30:12"
std::string wallClock(std::int64_t ms) {
  using namespace std::chrono;
  const sys_time<milliseconds> time{milliseconds(ms)};
  const auto day = floor<days>(time);
  const year_month_day date(day);
  const hh_mm_ss clock(floor<seconds>(time - day));
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u %02d:%02d:%02d", int(date.year()),
                unsigned(date.month()), unsigned(date.day()), int(clock.hours().count()),
                int(clock.minutes().count()), int(clock.seconds().count()));
  return text;
}

Json describe(const catalog::Metadata& metadata) {
  Json json;
  json["format"] = metadata.format;
  json["width"] = metadata.width;
  json["height"] = metadata.height;
  json["orientation"] = metadata.orientation;
  json["duration_seconds"] =
      metadata.durationMs ? Json(double(*metadata.durationMs) / 1000) : Json();
  json["taken"] = metadata.takenMs ? Json(wallClock(*metadata.takenMs)) : Json();
  json["offset_minutes"] = orNull(metadata.offsetMinutes);
  json["make"] = orNull(metadata.make);
  json["camera"] = orNull(metadata.camera);
  json["lens"] = orNull(metadata.lens);
  json["exposure_seconds"] = orNull(metadata.exposureSeconds);
  json["f_number"] = orNull(metadata.fNumber);
  json["iso"] = orNull(metadata.iso);
  json["focal_length_mm"] = orNull(metadata.focalLengthMm);
  json["latitude"] = orNull(metadata.latitude);
  json["longitude"] = orNull(metadata.longitude);
  // A rejected photo (-1) has no stars.
  json["rating"] = metadata.rating ? Json(std::max(*metadata.rating, 0)) : Json();
  json["keywords"] = metadata.keywords;
  json["caption"] = orNull(metadata.caption);
  return json;
}

void print(const Json& json) {
  for (const auto& [key, value] : json.items()) {
    if (value.is_null() || (value.is_array() && value.empty())) continue;
    std::string name = key;
    std::replace(name.begin(), name.end(), '_', ' ');
    std::string text;
    if (value.is_array()) {
      for (const auto& part : value)
        text += (text.empty() ? "" : ", ") + part.get_ref<const std::string&>();
    } else {
      text = value.is_string() ? value.get<std::string>() : value.dump();
    }
    std::printf("%-18s %s\n", name.c_str(), displayText(text).c_str());
  }
}

Result<catalog::Metadata> metadataOf(const fs::path& path) {
  CALOTYPE_TRY(const auto file, openRegularFile(path, Links::Follow));
  catalog::DecoderPool decoders({.program = decoderProgram(), .processes = 1});
  catalog::DecodeRequest request;
  request.metadata = request.films = true;
  auto decoded = decoders.decode(file.get(), request);
  if (!decoded)
    return fail(decoded.error().code, displayPath(path) + ": " + decoded.error().message);
  return std::move(decoded->metadata);
}

}  // namespace

Run setUpInfo(CLI::App& parser) {
  const auto path = std::make_shared<std::string>();
  parser.add_option("FILE", *path, "A photo; it is read alone, without a sidecar")->required();
  return [path](const Common& common) {
    const auto metadata = metadataOf(*path);
    if (!metadata) return report(metadata.error());
    const auto json = describe(*metadata);
    if (common.json)
      std::printf("%s\n", json.dump().c_str());
    else
      print(json);
    return int(Done);
  };
}

}  // namespace calotype::cli
