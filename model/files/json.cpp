// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/files/json.h"

#include <cmath>
#include <set>
#include <vector>

namespace calotype::model {

namespace {

/// Receives what nlohmann's parser reads, builds the value and stops at the first breach of a
/// limit. The library's own builder would let a repeated key overwrite the earlier one in silence.
class Builder {
 public:
  using number_integer_t = Json::number_integer_t;
  using number_unsigned_t = Json::number_unsigned_t;
  using number_float_t = Json::number_float_t;
  using string_t = Json::string_t;
  using binary_t = Json::binary_t;

  explicit Builder(std::size_t depth) : depthLimit_(depth) {}

  bool null() { return add(nullptr) != nullptr; }
  bool boolean(bool value) { return add(value) != nullptr; }
  bool number_integer(number_integer_t value) { return add(value) != nullptr; }
  bool number_unsigned(number_unsigned_t value) { return add(value) != nullptr; }
  bool number_float(number_float_t value, const string_t&) { return add(value) != nullptr; }
  bool string(string_t& value) { return add(std::move(value)) != nullptr; }
  bool binary(binary_t&) { return false; }

  bool start_object(std::size_t) { return open(Json::object()); }
  bool start_array(std::size_t) { return open(Json::array()); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }

  bool key(string_t& name) {
    auto& object = *open_.back();
    if (object.contains(name)) {
      message_ = "has the key \"" + displayText(name) + "\" twice";
      return false;
    }
    key_ = std::move(name);
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) {
    message_ = "is not valid JSON (at byte " + std::to_string(position) + ")";
    return false;
  }

  Json& result() { return root_; }
  const std::string& message() const { return message_; }

 private:
  Json* add(Json value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    auto& parent = *open_.back();
    if (parent.is_array()) {
      parent.push_back(std::move(value));
      return &parent.back();
    }
    return &(parent[key_] = std::move(value));
  }

  bool open(Json container) {
    if (open_.size() == depthLimit_) {
      message_ = "is nested more than " + std::to_string(depthLimit_) + " deep";
      return false;
    }
    // The address stays good: nothing is added to the parent while this one is open.
    open_.push_back(add(std::move(container)));
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  std::size_t depthLimit_;
  Json root_;
  std::vector<Json*> open_;
  std::string key_;
  std::string message_;
};

}  // namespace

Result<Json> parseJson(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.bytes)
    return fail(Code::TooLarge, "has " + std::to_string(text.size()) + " bytes, more than the " +
                                    std::to_string(limits.bytes) + " allowed here");
  Builder builder(limits.depth);
  try {
    if (!Json::sax_parse(text.begin(), text.end(), &builder)) {
      const auto& message = builder.message();
      return fail(Code::Corrupt, message.empty() ? "is not valid JSON" : message);
    }
  } catch (const Json::exception&) {
    return fail(Code::Corrupt, "is not valid JSON");
  }
  return std::move(builder.result());
}

Result<Json> readJson(const fs::path& path, const JsonLimits& limits) {
  CALOTYPE_TRY(const auto text, readFile(path, limits.bytes));
  auto json = parseJson(text, limits);
  if (!json) return fail(json.error().code, displayPath(path) + ": " + json.error().message);
  return json;
}

Status JsonFields::check() const {
  if (!object_->is_object()) return fail(Code::Corrupt, where_ + ": is not a JSON object");
  return {};
}

bool JsonFields::has(const char* key) const {
  return !value(key).is_null();
}

const Json& JsonFields::value(const char* key) const {
  static const Json kNull;
  if (!object_->is_object()) return kNull;
  const auto found = object_->find(key);
  return found == object_->end() ? kNull : *found;
}

tl::unexpected<Error> JsonFields::wrong(const char* key, const std::string& reason,
                                        Code code) const {
  return fail(code, where_ + ": \"" + key + "\" " + reason);
}

Result<int> JsonFields::integer(const char* key, int least, int most,
                                std::optional<int> fallback) const {
  const auto& found = value(key);
  if (found.is_null()) {
    if (fallback) return *fallback;
    return wrong(key, "is missing");
  }
  if (!found.is_number_integer()) return wrong(key, "is not a whole number");
  const bool huge = found.is_number_unsigned() && found.get<std::uint64_t>() > std::uint64_t(most);
  if (huge || found.get<std::int64_t>() < least || found.get<std::int64_t>() > most)
    return wrong(key, "is " + found.dump() + ", but may only be " + std::to_string(least) + " to " +
                          std::to_string(most));
  return found.get<int>();
}

Result<double> JsonFields::number(const char* key, double least, double most,
                                  std::optional<double> fallback) const {
  const auto& found = value(key);
  if (found.is_null()) {
    if (fallback) return *fallback;
    return wrong(key, "is missing");
  }
  if (!found.is_number()) return wrong(key, "is not a number");
  const auto number = found.get<double>();
  if (!(number >= least && number <= most))
    return wrong(key, "is " + found.dump() + ", which is out of range");
  return number;
}

Result<bool> JsonFields::truth(const char* key, bool fallback) const {
  const auto& found = value(key);
  if (found.is_null()) return fallback;
  if (!found.is_boolean()) return wrong(key, "is neither true nor false");
  return found.get<bool>();
}

Result<std::string> JsonFields::text(const char* key, std::optional<std::string> fallback) const {
  const auto& found = value(key);
  if (found.is_null()) {
    if (fallback) return *fallback;
    return wrong(key, "is missing");
  }
  if (!found.is_string()) return wrong(key, "is not a text");
  return found.get<std::string>();
}

Result<JsonFields> JsonFields::object(const char* key) const {
  const auto& found = value(key);
  if (found.is_null()) return wrong(key, "is missing");
  if (!found.is_object()) return wrong(key, "is not a JSON object");
  return JsonFields(found, where_ + ": " + key);
}

}  // namespace calotype::model
