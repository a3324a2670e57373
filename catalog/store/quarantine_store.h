// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

#include "catalog/store/writer.h"
#include "model/base/hash.h"

namespace calotype::catalog {

/// Contents over which the decoder died or hung twice, the second time alone (R18). They are not
/// given to it again, under whatever name, until it is another one or the user asks for it.
class QuarantineStore {
 public:
  explicit QuarantineStore(const Database& database) : database_(database) {}

  /// Why the content is not tried; empty: it may be.
  Result<std::optional<Error>> find(const Sha256& content) const;
  Status add(WriteToken&, const Sha256& content, const Error& error, std::int64_t nowMs);
  Status clear(WriteToken&);

  /// Another decoder than the last one may do better: lets go of the contents, and has files tried
  /// again that could not be decoded. Nothing when `version` is the one that was noted before.
  Status useDecoder(WriteToken&, const std::string& version);

 private:
  const Database& database_;
};

}  // namespace calotype::catalog
