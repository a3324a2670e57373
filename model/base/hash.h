// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "model/base/result.h"

namespace calotype {

/// A SHA-256 value (FIPS 180-4). The identity of a photo's bytes and of a model's weights.
using Sha256 = std::array<std::uint8_t, 32>;

std::string toHex(std::span<const std::uint8_t> bytes);

/// Feeds bytes piece by piece. One thread.
class Sha256Stream {
 public:
  Sha256Stream();
  ~Sha256Stream();
  Sha256Stream(Sha256Stream&&) noexcept;
  Sha256Stream& operator=(Sha256Stream&&) noexcept;

  void add(std::span<const std::byte> bytes);
  /// The hash of all that was added; call it once.
  Sha256 finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

Sha256 sha256(std::span<const std::byte> bytes);

/// Hash of everything from the descriptor's start to its end, by pread in pieces of 1 MiB.
Result<Sha256> sha256OfFile(int descriptor);

/// XXH3, 64 bits: checksums of our own caches only, never identities.
std::uint64_t xxh3(std::span<const std::byte> bytes);

}  // namespace calotype
