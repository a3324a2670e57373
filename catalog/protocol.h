// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "catalog/decode/request.h"
#include "model/base/files.h"
#include "model/base/result.h"

/// What DecoderPool and calotype-decoder say to each other over a socket that keeps messages apart
/// (SOCK_SEQPACKET). A request is one message and the photo's descriptor, and of an edit that of a
/// memory file with the words; a reply is one message and, if it could be done, a sealed memory
/// file: metadata, crop, thumbnail, picture, edited file, one after the other. The reading side of
/// a reply trusts nothing in it (R15).
namespace calotype::catalog::protocol {

inline constexpr int kDecoderSocket = 3;           // the descriptor the decoder finds its socket at
inline constexpr std::size_t kMaxMessage = 4096;   // bytes of one message
inline constexpr std::size_t kMaxText = 65'536;    // bytes of one text of the metadata
inline constexpr std::size_t kMaxKeywords = 1000;  // R38
inline constexpr std::size_t kMaxKeyword = 256;    // bytes
inline constexpr std::size_t kMaxTagPath = 1024;   // bytes
inline constexpr std::uint64_t kMaxWords = std::uint64_t(2) << 20;  // bytes of an edit's words
inline constexpr std::uint64_t kMaxPayload = std::uint64_t(512) << 20;

struct Request {
  std::uint64_t id = 0;
  DecodeRequest decode;
};

std::vector<std::byte> encodeRequest(const Request& request);
/// Corrupt unless it is exactly one well-formed request.
Result<Request> parseRequest(std::span<const std::byte> message);

/// The three pictures of a reply, in the order of the payload.
inline constexpr std::size_t kPictures = 3;

struct ReplyHeader {
  struct Picture {
    std::uint32_t width = 0, height = 0, stride = 0;
    friend bool operator==(const Picture&, const Picture&) = default;
  };

  std::uint64_t id = 0;
  bool retire = false;         // the process has grown: replace it
  bool film = false;           // described, without pictures
  std::optional<Error> error;  // then nothing below is set and no payload follows
  std::uint32_t metadataBytes = 0;
  std::uint64_t fileBytes = 0;
  Picture pictures[kPictures];  // crop, thumbnail, picture
  std::uint32_t averageRgb = 0;
  double decodeSeconds = 0;
  std::optional<Sha256> pixelHash;

  std::uint64_t payloadBytes() const;
};

std::vector<std::byte> encodeReply(const ReplyHeader& header);
/// Corrupt unless it is a reply to `request` that could be true: its number, pictures no larger
/// than asked for, rows that hold their pixels, a payload within kMaxPayload.
Result<ReplyHeader> parseReply(std::span<const std::byte> message, const Request& request);

std::vector<std::byte> encodeMetadata(const Metadata& metadata);
/// Corrupt unless every length, number and letter is sound: finite numbers in their ranges, UTF-8.
Result<Metadata> parseMetadata(std::span<const std::byte> bytes);

std::vector<std::byte> encodeWords(const PhotoWords& words);
/// Corrupt unless every length and letter is sound.
Result<PhotoWords> parseWords(std::span<const std::byte> bytes);

/// The header that describes `decoded`.
ReplyHeader describe(std::uint64_t id, const Decoded& decoded, std::span<const std::byte> metadata);
/// A memory file with the bytes, for the other side to read.
Result<Descriptor> memoryFile(std::span<const std::byte> bytes);
/// Decoder's side: a sealed memory file with the payload.
Result<Descriptor> writePayload(const Decoded& decoded, std::span<const std::byte> metadata);
/// Pool's side: Corrupt unless `payload` is sealed against change and exactly as long as the header
/// says. Read, never mapped.
Result<Decoded> readPayload(int payload, const ReplyHeader& header);

inline constexpr std::size_t kMaxDescriptors = 2;  // of one message

/// One message, with descriptors, at most kMaxDescriptors. Io when the other side is gone.
Status send(int socket, std::span<const std::byte> message, std::span<const int> descriptors);

struct Message {
  std::vector<std::byte> bytes;                         // empty: the other side is gone
  std::array<Descriptor, kMaxDescriptors> descriptors;  // those that came, first
};
/// Waits for one message. Corrupt when it was longer than kMaxMessage or bore more descriptors.
Result<Message> receive(int socket);

}  // namespace calotype::catalog::protocol
