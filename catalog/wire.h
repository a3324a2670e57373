// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace calotype::catalog {

/// Appends numbers (as they lie in memory: both sides run on one machine), texts and bytes.
class WireWriter {
 public:
  template <class T>
  void put(T value) {
    static_assert(std::is_arithmetic_v<T>);
    putBytes(std::as_bytes(std::span(&value, 1)));
  }
  void putBytes(std::span<const std::byte> bytes) {
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  }
  /// A 32-bit length, then the bytes.
  void putText(std::string_view text) {
    put(std::uint32_t(text.size()));
    putBytes(std::as_bytes(std::span(text)));
  }
  std::vector<std::byte> take() && { return std::move(bytes_); }

 private:
  std::vector<std::byte> bytes_;
};

/// Takes them out again. Reading past the end gives zeros and makes complete() false.
class WireReader {
 public:
  explicit WireReader(std::span<const std::byte> bytes) : rest_(bytes) {}

  template <class T>
  T get() {
    static_assert(std::is_arithmetic_v<T>);
    T value{};
    getBytes(std::as_writable_bytes(std::span(&value, 1)));
    return value;
  }
  void getBytes(std::span<std::byte> out) {
    if (out.size() > rest_.size()) {
      failed_ = true;
      rest_ = {};
      return;
    }
    std::memcpy(out.data(), rest_.data(), out.size());
    rest_ = rest_.subspan(out.size());
  }
  /// Empty, and incomplete, when it is longer than `limit` or than what is left.
  std::string getText(std::size_t limit) {
    const auto size = get<std::uint32_t>();
    if (size > limit || size > rest_.size()) {
      failed_ = true;
      rest_ = {};
      return {};
    }
    std::string text(reinterpret_cast<const char*>(rest_.data()), size);
    rest_ = rest_.subspan(size);
    return text;
  }
  bool failed() const { return failed_; }
  /// Everything was there, and nothing more.
  bool complete() const { return !failed_ && rest_.empty(); }

 private:
  std::span<const std::byte> rest_;
  bool failed_ = false;
};

}  // namespace calotype::catalog
