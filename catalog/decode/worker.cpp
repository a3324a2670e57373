// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/worker.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <exception>
#include <new>
#include <utility>

#include "catalog/decode/photo.h"
#include "catalog/decode/sandbox.h"
#include "catalog/protocol.h"

namespace calotype::catalog {

namespace {

constexpr std::uint64_t kMaxFile = std::uint64_t(768) << 20;
constexpr long kMaxResident = 300L
                              << 20;  // bytes after a photo; then the process is replaced (R18)

/// A file's bytes, mapped. If the file shrinks meanwhile this process dies, and only this process.
class MappedFile {
 public:
  static Result<MappedFile> open(int descriptor) {
    struct stat facts {};
    if (::fstat(descriptor, &facts) != 0 || !S_ISREG(facts.st_mode))
      return fail(Code::Unsupported, "This is not a regular file.");
    const auto size = std::uint64_t(facts.st_size);
    if (size == 0) return MappedFile(nullptr, 0);
    if (size > kMaxFile)
      return fail(Code::TooLarge, "The file is larger than 768 MiB, the most that is read.");
    void* const start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (start == MAP_FAILED) return fail(Code::Io, "The file could not be read into memory.");
    return MappedFile(start, size);
  }
  MappedFile(MappedFile&& other) noexcept
      : start_(std::exchange(other.start_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  MappedFile& operator=(MappedFile&&) = delete;
  ~MappedFile() {
    if (start_) ::munmap(start_, size_);
  }

  Bytes bytes() const { return {static_cast<const std::byte*>(start_), size_}; }

 private:
  MappedFile(void* start, std::size_t size) : start_(start), size_(size) {}

  void* start_;
  std::size_t size_;
};

/// Memory in use, from /proc/self/statm; the descriptor was opened before the first photo.
long residentBytes(int statm) {
  std::array<char, 128> text{};
  if (::pread(statm, text.data(), text.size() - 1, 0) <= 0) return 0;
  char* rest = nullptr;
  std::strtol(text.data(), &rest, 10);
  return std::strtol(rest, nullptr, 10) * ::sysconf(_SC_PAGESIZE);
}

Result<Decoded> decodeDescriptor(int descriptor, const DecodeRequest& request) {
  try {
    CALOTYPE_TRY(const auto file, MappedFile::open(descriptor));
    return decodePhoto(file.bytes(), request);
  } catch (const std::bad_alloc&) {
    return fail(Code::TooLarge, "The picture needs more memory than one picture may take.");
  } catch (const std::exception& error) {
    return fail(Code::Corrupt, std::string("The picture could not be read: ") + error.what() + '.');
  }
}

Status answer(int socket, const protocol::Request& request, int descriptor, int statm) {
  protocol::ReplyHeader header;
  Descriptor payload;
  auto decoded = decodeDescriptor(descriptor, request.decode);
  if (decoded) {
    const auto metadata = protocol::encodeMetadata(decoded->metadata);
    header = protocol::describe(request.id, *decoded, metadata);
    if (header.payloadBytes() > protocol::kMaxPayload) {
      decoded = fail(Code::TooLarge, "The decoded picture is too large to be handed over.");
    } else {
      CALOTYPE_TRY(payload, protocol::writePayload(*decoded, metadata));
    }
  }
  if (!decoded) {
    header = {};
    header.id = request.id;
    header.error = decoded.error();
  }
  header.retire = residentBytes(statm) > kMaxResident;
  return protocol::send(socket, protocol::encodeReply(header), payload.get());
}

}  // namespace

int serveRequests(int socket) {
  const Descriptor statm(::open("/proc/self/statm", O_RDONLY | O_CLOEXEC));
  for (;;) {
    const auto message = protocol::receive(socket);
    if (!message) return EXIT_FAILURE;
    if (message->bytes.empty()) return EXIT_SUCCESS;
    const auto request = protocol::parseRequest(message->bytes);
    if (!request || !message->descriptor) return EXIT_FAILURE;
    renewProcessorTime();
    if (!answer(socket, *request, message->descriptor.get(), statm.get())) return EXIT_FAILURE;
  }
}

}  // namespace calotype::catalog
