// SPDX-License-Identifier: GPL-3.0-or-later
// The part of hash.h that is OpenSSL's.
#include <openssl/evp.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

#include "model/base/hash.h"

namespace calotype {

struct Sha256Stream::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  State() { EVP_DigestInit_ex(context, EVP_sha256(), nullptr); }
  ~State() { EVP_MD_CTX_free(context); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
};

Sha256Stream::Sha256Stream() : state_(std::make_unique<State>()) {}
Sha256Stream::~Sha256Stream() = default;
Sha256Stream::Sha256Stream(Sha256Stream&&) noexcept = default;
Sha256Stream& Sha256Stream::operator=(Sha256Stream&&) noexcept = default;

void Sha256Stream::add(std::span<const std::byte> bytes) {
  EVP_DigestUpdate(state_->context, bytes.data(), bytes.size());
}

Sha256 Sha256Stream::finish() {
  Sha256 hash{};
  unsigned length = 0;
  EVP_DigestFinal_ex(state_->context, hash.data(), &length);
  return hash;
}

Sha256 sha256(std::span<const std::byte> bytes) {
  Sha256Stream stream;
  stream.add(bytes);
  return stream.finish();
}

Result<Sha256> sha256OfFile(int descriptor) {
  static constexpr std::size_t kPiece = std::size_t(1) << 20;
  Sha256Stream stream;
  std::vector<std::byte> piece(kPiece);
  off_t offset = 0;
  while (true) {
    const auto count = ::pread(descriptor, piece.data(), piece.size(), offset);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0)
      return fail(codeOfErrno(errno), std::string("cannot read: ") + std::strerror(errno));
    if (count == 0) return stream.finish();
    stream.add(std::span(piece).first(std::size_t(count)));
    offset += count;
  }
}

}  // namespace calotype
