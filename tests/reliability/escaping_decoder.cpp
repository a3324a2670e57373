// SPDX-License-Identifier: GPL-3.0-or-later
// A decoder process that was taken over: confined as ours are, it tries what the photo's first word
// says, and answers with a picture 4242 pixels wide when it got away with it.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <string>

#include "catalog/decode/sandbox.h"
#include "catalog/protocol.h"

namespace {

using namespace calotype;
using namespace calotype::catalog;

/// True: it was possible.
bool attempt(const std::string& word, const std::string& path, int photo) {
  if (word == "open") return ::open(path.c_str(), O_RDONLY) >= 0;
  if (word == "create") return ::open((path + ".new").c_str(), O_WRONLY | O_CREAT, 0600) >= 0;
  if (word == "unlink") return ::unlink(path.c_str()) == 0;
  if (word == "rename") return ::rename(path.c_str(), (path + ".old").c_str()) == 0;
  if (word == "write-photo") return ::write(photo, "x", 1) == 1 || ::ftruncate(photo, 0) == 0;
  if (word == "reopen-photo") {
    const auto link = "/proc/self/fd/" + std::to_string(photo);
    return ::open(link.c_str(), O_RDWR) >= 0;
  }
  if (word == "socket") return ::socket(AF_INET, SOCK_STREAM, 0) >= 0;
  if (word == "execute") {
    char* const none[] = {nullptr};
    return ::execve("/bin/true", none, none) == 0;
  }
  if (word == "fork") return ::fork() >= 0;
  if (word == "trace-parent") return ::ptrace(PTRACE_ATTACH, ::getppid(), nullptr, nullptr) == 0;
  if (word == "kill-parent") return ::kill(::getppid(), SIGTERM) == 0;
  if (word == "new-code") {
    void* const page = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                              MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return page != MAP_FAILED;
  }
  if (word == "memory") return std::malloc(std::size_t(3) << 30) != nullptr;
  return false;
}

Result<Descriptor> answerTo(const protocol::Request& request, bool escaped,
                            protocol::ReplyHeader& header) {
  Decoded decoded;
  decoded.metadata.format = "JPEG";
  decoded.metadata.width = escaped ? 4242 : 1;
  decoded.metadata.height = 1;
  const auto metadata = protocol::encodeMetadata(decoded.metadata);
  header = protocol::describe(request.id, decoded, metadata);
  return protocol::writePayload(decoded, metadata);
}

}  // namespace

int main() {
  confineProcess();
  for (;;) {
    const auto message = protocol::receive(protocol::kDecoderSocket);
    if (!message || message->bytes.empty()) return EXIT_SUCCESS;
    const auto request = protocol::parseRequest(message->bytes);
    if (!request) return EXIT_FAILURE;
    const int photo = message->descriptors[0].get();
    std::array<char, 512> text{};
    if (::pread(photo, text.data(), text.size() - 1, 0) < 0) return EXIT_FAILURE;
    const std::string whole(text.data());
    const auto word = whole.substr(0, whole.find(' '));
    const bool escaped = attempt(word, whole.substr(whole.find(' ') + 1), photo);
    protocol::ReplyHeader header;
    const auto payload = answerTo(*request, escaped, header);
    if (!payload) return EXIT_FAILURE;
    if (word == "unsealed") {
      const Descriptor open(::memfd_create("unsealed", MFD_CLOEXEC));
      if (::ftruncate(open.get(), off_t(header.payloadBytes())) != 0) return EXIT_FAILURE;
      const std::array handed{open.get()};
      if (!protocol::send(protocol::kDecoderSocket, protocol::encodeReply(header), handed))
        return EXIT_FAILURE;
      continue;
    }
    if (word == "lie") header.metadataBytes = 1u << 30;
    const std::array handed{payload->get()};
    if (word == "flood")  // more answers than anybody asked for
      for (int i = 0; i < 1'000'000; ++i)
        if (!protocol::send(protocol::kDecoderSocket, protocol::encodeReply(header), handed)) break;
    if (!protocol::send(protocol::kDecoderSocket, protocol::encodeReply(header), handed))
      return EXIT_FAILURE;
  }
}
