// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "catalog/store/writer.h"
#include "catalog/types.h"

namespace calotype::catalog {

/// A cache of searches' vectors, by words, model and version of the prompts.
class TextVectorStore {
 public:
  static constexpr std::int64_t kKept = 1000;  // the longest unused go first

  explicit TextVectorStore(const Database& database) : database_(database) {}

  Result<std::optional<std::vector<float>>> find(std::string_view text, ModelId model,
                                                 std::int64_t prompts) const;
  Status put(WriteToken&, std::string_view text, ModelId model, std::int64_t prompts,
             std::span<const float> vector, std::int64_t nowMs);

 private:
  const Database& database_;
};

}  // namespace calotype::catalog
