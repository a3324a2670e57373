// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "model/base/result.h"

namespace calotype::catalog {

/// A setting that changes results, and so belongs to the catalog: one row of the table. Window,
/// command line and documents are made from it.
struct Setting {
  enum class Kind { Number, Truth, Text };
  const char* key;
  Kind kind;
  const char* fallback;  // as text; truths are "0" and "1"
  double least, most;    // of a number
  const char* help;
};

std::span<const Setting> settings();
const Setting* findSetting(std::string_view key);
/// InvalidArgument: there is no such setting, or the value does not fit it.
Status checkSetting(std::string_view key, std::string_view value);
/// The number a value stands for; the fallback's when it is none or out of bounds.
double numberOf(const Setting& setting, const std::optional<std::string>& value);

inline constexpr const char* kTagPrecision = "tags.precision";
inline constexpr const char* kTagAutomatic = "tags.automatic";
inline constexpr const char* kExactLimitSetting = "index.exactLimit";
inline constexpr const char* kSidecars = "metadata.sidecars";
inline constexpr const char* kWatch = "folders.watch";
inline constexpr const char* kOnBattery = "index.onBattery";
inline constexpr const char* kModelSetting = "model";
inline constexpr const char* kFormerModelSetting = "model.former";

}  // namespace calotype::catalog
