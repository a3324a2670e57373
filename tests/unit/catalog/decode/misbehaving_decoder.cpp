// SPDX-License-Identifier: GPL-3.0-or-later
// A decoder process that does what the photo's first word says: dies, hangs, lies. For the pool's
// tests.
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <string_view>

#include "catalog/protocol.h"

int main() {
  using namespace calotype;
  using namespace calotype::catalog;
  for (;;) {
    const auto message = protocol::receive(protocol::kDecoderSocket);
    if (!message || message->bytes.empty()) return EXIT_SUCCESS;
    const auto request = protocol::parseRequest(message->bytes);
    if (!request) return EXIT_FAILURE;
    std::array<char, 16> text{};
    if (::pread(message->descriptors[0].get(), text.data(), text.size() - 1, 0) < 0)
      return EXIT_FAILURE;
    const std::string_view word(text.data());

    if (word.starts_with("crash")) std::raise(SIGSEGV);
    if (word.starts_with("leave")) return EXIT_SUCCESS;
    if (word.starts_with("hang"))
      for (;;) ::pause();

    Decoded decoded;
    decoded.metadata.format = "JPEG";
    decoded.metadata.width = int(::getpid());  // so that a test sees which process answered
    decoded.metadata.height = 1;
    const auto metadata = protocol::encodeMetadata(decoded.metadata);
    auto header = protocol::describe(request->id, decoded, metadata);
    auto payload = protocol::writePayload(decoded, metadata);
    if (!payload) return EXIT_FAILURE;
    if (word.starts_with("number")) ++header.id;
    if (word.starts_with("retire")) header.retire = true;
    if (word.starts_with("size")) header.metadataBytes += 100;
    if (word.starts_with("unsealed")) {
      const Descriptor open(::memfd_create("unsealed", MFD_CLOEXEC));
      if (::ftruncate(open.get(), off_t(header.payloadBytes())) != 0) return EXIT_FAILURE;
      payload = Descriptor(::dup(open.get()));
    }
    if (word.starts_with("rubbish")) {
      const std::array<std::byte, 40> rubbish{};
      if (!protocol::send(protocol::kDecoderSocket, rubbish, {})) return EXIT_FAILURE;
      continue;
    }
    if (!protocol::send(protocol::kDecoderSocket, protocol::encodeReply(header),
                        std::array{payload->get()}))
      return EXIT_FAILURE;
  }
}
