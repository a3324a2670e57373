// SPDX-License-Identifier: GPL-3.0-or-later
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "catalog/protocol.h"

namespace calotype::catalog::protocol {

namespace {

constexpr std::size_t kControlBytes = CMSG_SPACE(sizeof(int) * kMaxDescriptors);
constexpr int kSeals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;

tl::unexpected<Error> failIo(const char* what) {
  return fail(codeOfErrno(errno), std::string(what) + ": " + std::strerror(errno) + '.');
}

Status writeAll(int descriptor, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const auto count = ::write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failIo("The decoded picture could not be handed over");
    bytes = bytes.subspan(std::size_t(count));
  }
  return {};
}

}  // namespace

Result<Descriptor> memoryFile(std::span<const std::byte> bytes) {
  Descriptor file(::memfd_create("calotype-words", MFD_CLOEXEC));
  if (!file) return failIo("No shared memory for the words");
  CALOTYPE_CHECK(writeAll(file.get(), bytes));
  return file;
}

Result<Descriptor> writePayload(const Decoded& decoded, std::span<const std::byte> metadata) {
  Descriptor payload(::memfd_create("calotype-picture", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!payload) return failIo("No shared memory for the decoded picture");
  CALOTYPE_CHECK(writeAll(payload.get(), metadata));
  for (const auto* picture : {&decoded.crop, &decoded.thumbnail, &decoded.picture})
    CALOTYPE_CHECK(writeAll(payload.get(), std::as_bytes(std::span(picture->pixels))));
  CALOTYPE_CHECK(writeAll(payload.get(), decoded.file));
  if (::fcntl(payload.get(), F_ADD_SEALS, kSeals | F_SEAL_SEAL) != 0)
    return failIo("The decoded picture could not be sealed");
  return payload;
}

Result<Decoded> readPayload(int payload, const ReplyHeader& header) {
  const auto lie =
      fail(Code::Corrupt, "The decoder's answer is not sealed or not as long as it says.");
  const int seals = ::fcntl(payload, F_GET_SEALS);
  if (seals < 0 || (seals & kSeals) != kSeals) return lie;
  struct stat facts {};
  if (::fstat(payload, &facts) != 0 || std::uint64_t(facts.st_size) != header.payloadBytes())
    return lie;
  std::vector<std::byte> metadata(header.metadataBytes);
  CALOTYPE_CHECK(readExactly(payload, 0, metadata));
  Decoded decoded;
  CALOTYPE_TRY(decoded.metadata, parseMetadata(metadata));
  if (decoded.metadata.durationMs.has_value() != header.film) return lie;
  std::uint64_t at = header.metadataBytes;
  Rgb8* pictures[kPictures] = {&decoded.crop, &decoded.thumbnail, &decoded.picture};
  for (std::size_t i = 0; i < kPictures; ++i) {
    const auto& shape = header.pictures[i];
    if (shape.width == 0) continue;
    *pictures[i] = Rgb8(int(shape.width), int(shape.height));
    CALOTYPE_CHECK(
        readExactly(payload, at, std::as_writable_bytes(std::span(pictures[i]->pixels))));
    at += pictures[i]->pixels.size();
  }
  decoded.file.resize(header.fileBytes);
  CALOTYPE_CHECK(readExactly(payload, at, decoded.file));
  decoded.pixelHash = header.pixelHash;
  decoded.averageRgb = header.averageRgb;
  decoded.decodeSeconds = header.decodeSeconds;
  return decoded;
}

Status send(int socket, std::span<const std::byte> message, std::span<const int> descriptors) {
  iovec part{const_cast<std::byte*>(message.data()), message.size()};
  alignas(cmsghdr) std::array<char, kControlBytes> control{};
  descriptors = descriptors.first(std::min(descriptors.size(), kMaxDescriptors));
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  if (!descriptors.empty()) {
    header.msg_control = control.data();
    header.msg_controllen = CMSG_SPACE(descriptors.size_bytes());
    auto* const rights = CMSG_FIRSTHDR(&header);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(descriptors.size_bytes());
    std::memcpy(CMSG_DATA(rights), descriptors.data(), descriptors.size_bytes());
  }
  ssize_t sent = 0;
  do sent = ::sendmsg(socket, &header, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  if (sent != ssize_t(message.size())) return failIo("The other process could not be spoken to");
  return {};
}

Result<Message> receive(int socket) {
  Message message;
  message.bytes.resize(kMaxMessage);
  iovec part{message.bytes.data(), message.bytes.size()};
  alignas(cmsghdr) std::array<char, kControlBytes> control{};
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  header.msg_control = control.data();
  header.msg_controllen = control.size();
  ssize_t count = 0;
  do count = ::recvmsg(socket, &header, MSG_CMSG_CLOEXEC);
  while (count < 0 && errno == EINTR);
  if (count < 0 && errno != ECONNRESET) return failIo("The other process could not be heard");
  for (auto* part_ = CMSG_FIRSTHDR(&header); part_; part_ = CMSG_NXTHDR(&header, part_)) {
    if (part_->cmsg_level != SOL_SOCKET || part_->cmsg_type != SCM_RIGHTS) continue;
    const auto count_ = std::min((part_->cmsg_len - CMSG_LEN(0)) / sizeof(int), kMaxDescriptors);
    for (std::size_t i = 0; i < count_; ++i) {
      int descriptor = -1;
      std::memcpy(&descriptor, CMSG_DATA(part_) + i * sizeof descriptor, sizeof descriptor);
      message.descriptors[i] = Descriptor(descriptor);
    }
  }
  // Of descriptors for which there was no room the system has already closed its copies.
  if (header.msg_flags & (MSG_TRUNC | MSG_CTRUNC))
    return fail(Code::Corrupt, "The other process sent more than a message may hold.");
  message.bytes.resize(std::size_t(std::max<ssize_t>(count, 0)));
  return message;
}

}  // namespace calotype::catalog::protocol
