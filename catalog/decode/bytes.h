// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace calotype::catalog {

using Bytes = std::span<const std::byte>;

/// Numbers out of bytes that may be shorter than one hopes: what lies outside reads as 0.
class ByteReader {
 public:
  explicit ByteReader(Bytes bytes, bool bigEndian = false) : bytes_(bytes), big_(bigEndian) {}

  std::uint8_t u8(std::size_t at) const {
    return at < bytes_.size() ? std::uint8_t(bytes_[at]) : std::uint8_t(0);
  }
  std::uint16_t u16(std::size_t at) const { return std::uint16_t(number(at, 2)); }
  std::uint32_t u32(std::size_t at) const { return std::uint32_t(number(at, 4)); }
  std::uint64_t u64(std::size_t at) const { return number(at, 8); }
  std::int32_t i32(std::size_t at) const { return std::int32_t(u32(at)); }

  bool has(std::size_t at, std::size_t count) const {
    return at <= bytes_.size() && count <= bytes_.size() - at;
  }
  /// Empty when any of it lies outside.
  Bytes part(std::size_t at, std::size_t count) const {
    return has(at, count) ? bytes_.subspan(at, count) : Bytes{};
  }
  bool matches(std::size_t at, std::string_view text) const {
    return has(at, text.size()) && std::memcmp(bytes_.data() + at, text.data(), text.size()) == 0;
  }
  std::size_t size() const { return bytes_.size(); }
  bool bigEndian() const { return big_; }

 private:
  std::uint64_t number(std::size_t at, std::size_t count) const {
    if (!has(at, count)) return 0;
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < count; ++i)
      value = value << 8 | std::uint64_t(bytes_[at + (big_ ? i : count - 1 - i)]);
    return value;
  }

  Bytes bytes_;
  bool big_;
};

}  // namespace calotype::catalog
