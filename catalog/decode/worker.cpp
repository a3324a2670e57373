// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/worker.h"

#include <fcntl.h>
#include <malloc.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <exception>
#include <new>
#include <optional>
#include <utility>

#include "catalog/decode/exhaustion.h"
#include "catalog/decode/formats.h"
#include "catalog/decode/photo.h"
#include "catalog/decode/sandbox.h"
#include "catalog/decode/words.h"
#include "catalog/protocol.h"

namespace calotype::catalog {

namespace {

constexpr std::uint64_t kMaxFile = std::uint64_t(768) << 20;
constexpr std::uint64_t kReadAhead = std::uint64_t(64) << 20;  // bytes of a file read at once
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
    const int how = MAP_PRIVATE | (size <= kReadAhead ? MAP_POPULATE : 0);
    void* const start = ::mmap(nullptr, size, PROT_READ, how, descriptor, 0);
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

Result<PhotoWords> readWords(int descriptor) {
  CALOTYPE_TRY(const auto file, MappedFile::open(descriptor));
  if (file.bytes().size() > protocol::kMaxWords)
    return fail(Code::TooLarge, "More words than a photo may have.");
  return protocol::parseWords(file.bytes());
}

Result<Decoded> perform(Bytes bytes, int words, const DecodeRequest& request) {
  Decoded done;
  if (request.task == DecoderTask::Picture) {
    const auto* const format = formatOf(bytes);
    allowMemory(format != nullptr && format->isRaw() ? Memory::Raw : Memory::Usual);
    return decodePhoto(bytes, request);
  }
  if (request.task == DecoderTask::Sidecar) {
    CALOTYPE_TRY(done.metadata, readSidecar(bytes));
    return done;
  }
  CALOTYPE_TRY(const auto wanted, readWords(words));
  const auto edit = request.task == DecoderTask::EditSidecar ? editSidecar : editPhoto;
  CALOTYPE_TRY(done.file, edit(bytes, wanted));
  done.metadata.format = "XMP";
  return done;
}

/// What a film says of itself, read where it lies; empty: the file is no film.
std::optional<Result<Decoded>> readFilm(int descriptor, const DecodeRequest& request) {
  struct stat facts {};
  std::array<std::byte, kFilmHead> head{};
  if (::fstat(descriptor, &facts) != 0 || !S_ISREG(facts.st_mode)) return std::nullopt;
  const auto count = ::pread(descriptor, head.data(), head.size(), 0);
  if (count <= 0) return std::nullopt;
  const auto* const format = formatOf(std::span(head).first(std::size_t(count)));
  if (format == nullptr || !format->isFilm()) return std::nullopt;
  const auto read = [descriptor](std::uint64_t offset, std::span<std::byte> into) {
    return ::pread(descriptor, into.data(), into.size(), off_t(offset)) == ssize_t(into.size());
  };
  return describeFilm(*format, {std::uint64_t(facts.st_size), read}, request);
}

/// words: the descriptor of an edit's words; -1: none.
Result<Decoded> performOn(int descriptor, int words, const DecodeRequest& request) {
  try {
    if (request.task == DecoderTask::Picture)
      if (auto film = readFilm(descriptor, request)) return std::move(*film);
    CALOTYPE_TRY(const auto file, MappedFile::open(descriptor));
    return perform(file.bytes(), words, request);
  } catch (const std::bad_alloc&) {
    memoryRanOut() = true;
    return fail(Code::TooLarge, "The picture needs more memory than one picture may take.");
  } catch (const std::exception& error) {
    return fail(Code::Corrupt, std::string("The picture could not be read: ") + error.what() + '.');
  }
}

protocol::ReplyHeader refusal(std::uint64_t id, const Error& error) {
  protocol::ReplyHeader header;
  header.id = id;
  header.error.emplace(error);
  return header;
}

Status answer(int socket, const protocol::Request& request, const protocol::Message& message,
              int statm) {
  auto decoded =
      performOn(message.descriptors[0].get(), message.descriptors[1].get(), request.decode);
  std::vector<std::byte> metadata;
  if (decoded) metadata = protocol::encodeMetadata(decoded->metadata);
  if (decoded &&
      protocol::describe(request.id, *decoded, metadata).payloadBytes() > protocol::kMaxPayload)
    decoded = fail(Code::TooLarge, "The decoded picture is too large to be handed over.");
  Descriptor payload;
  if (decoded) {
    CALOTYPE_TRY(payload, protocol::writePayload(*decoded, metadata));
  }
  auto header = decoded ? protocol::describe(request.id, *decoded, metadata)
                        : refusal(request.id, decoded.error());
  if (residentBytes(statm) > kMaxResident / 2) ::malloc_trim(0);
  header.retire = residentBytes(statm) > kMaxResident || memoryRanOut();
  const int handed = payload.get();
  return protocol::send(socket, protocol::encodeReply(header), std::span(&handed, payload ? 1 : 0));
}

}  // namespace

Descriptor openMemoryCount() {
  return Descriptor(::open("/proc/self/statm", O_RDONLY | O_CLOEXEC));
}

int serveRequests(int socket, int statm) {
  for (;;) {
    const auto message = protocol::receive(socket);
    if (!message) return EXIT_FAILURE;
    if (message->bytes.empty()) return EXIT_SUCCESS;
    const auto request = protocol::parseRequest(message->bytes);
    const bool complete = message->descriptors[0] && (request && isEdit(request->decode.task)) ==
                                                         bool(message->descriptors[1]);
    if (!request || !complete) return EXIT_FAILURE;
    renewProcessorTime();
    if (!answer(socket, *request, *message, statm)) return EXIT_FAILURE;
  }
}

}  // namespace calotype::catalog
