// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalog/decode/bytes.h"
#include "model/base/result.h"

namespace calotype::catalog {

/// XMP within a picture's file, as bytes: found, and put there again with every other byte of the
/// file left as it is (but for what says how long the packet is). Exiv2 0.27 writes the other
/// metadata anew with it, and does not always write what it read.
struct PacketCodec {
  std::string (*read)(Bytes file);  // empty: there is none
  /// The file with this packet. Unsupported, Corrupt: this file has no safe place for it.
  Result<std::vector<std::byte>> (*write)(Bytes file, const std::string& packet);
};

extern const PacketCodec kJpegPacket;  // XMP specification part 3, 1.1.3: an APP1 segment
extern const PacketCodec kPngPacket;   // 1.1.5: an iTXt chunk
extern const PacketCodec kTiffPacket;  // 1.1.4: tag 700 of the first directory
extern const PacketCodec kWebpPacket;  // RFC 9649, 2.7.1.5: an "XMP " chunk

/// `packet` with blanks before its closing mark, so that it has exactly `size` bytes and takes an
/// old one's place. False: it is too long.
bool padTo(std::string& packet, std::size_t size);

/// `file` with `part` in place of its bytes from `begin` to `end`.
std::vector<std::byte> spliced(Bytes file, std::size_t begin, std::size_t end, Bytes part);

}  // namespace calotype::catalog
