// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "model/base/files.h"
#include "model/base/result.h"

namespace calotype::model {

using Json = nlohmann::json;

/// What a JSON text of somebody else's may cost us.
struct JsonLimits {
  std::size_t bytes = std::size_t(8) << 20;
  std::size_t depth = 32;  // objects and lists inside each other
};

/// Parses strictly: UTF-8 checked, nothing behind the value, no comments, no key twice in an object
/// (two readers of such a text may understand two different things). Never throws.
Result<Json> parseJson(std::string_view text, const JsonLimits& limits = {});

/// The same for a file; the message begins with its name.
Result<Json> readJson(const fs::path& path, const JsonLimits& limits = {});

/// The fields of an object out of a configuration, each fetched with its kind and bounds. A field
/// that is absent or null takes the fallback; without one it is an error. Errors begin with
/// "WHERE: KEY". The JSON value must outlive this.
class JsonFields {
 public:
  JsonFields(const Json& object, std::string where) : object_(&object), where_(std::move(where)) {}

  /// Is the value an object at all?
  Status check() const;
  bool has(const char* key) const;
  /// Null when absent.
  const Json& value(const char* key) const;
  const std::string& where() const { return where_; }

  Result<int> integer(const char* key, int least, int most,
                      std::optional<int> fallback = std::nullopt) const;
  Result<double> number(const char* key, double least, double most,
                        std::optional<double> fallback = std::nullopt) const;
  Result<bool> truth(const char* key, bool fallback) const;
  Result<std::string> text(const char* key,
                           std::optional<std::string> fallback = std::nullopt) const;
  /// The object under `key`; its errors begin with "WHERE: KEY.".
  Result<JsonFields> object(const char* key) const;

  /// An error about one of the fields.
  tl::unexpected<Error> wrong(const char* key, const std::string& reason,
                              Code code = Code::Corrupt) const;

 private:
  const Json* object_;
  std::string where_;
};

}  // namespace calotype::model
