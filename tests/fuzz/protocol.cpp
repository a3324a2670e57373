// SPDX-License-Identifier: GPL-3.0-or-later
// What the main program reads from a decoder process that was taken over.
#include "catalog/protocol.h"

#include <cstdlib>

#include "tests/fuzz/fuzz.h"

namespace calotype::fuzz {

namespace {

catalog::protocol::Request request() {
  catalog::protocol::Request value;
  value.id = 1;
  value.decode.thumbnailEdge = 64;
  value.decode.metadata = true;
  value.decode.crop = model::TransformSpec{.size = 32, .mean = {}, .deviation = {1, 1, 1}};
  return value;
}

std::string textOf(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

std::vector<std::string> seeds() {
  using namespace catalog;
  Decoded decoded;
  decoded.metadata.format = "JPEG";
  decoded.metadata.width = 64;
  decoded.metadata.height = 48;
  decoded.metadata.keywords = {"sea", "boat"};
  decoded.metadata.keywordPaths = {"water/sea"};
  decoded.metadata.takenMs = 1;
  decoded.metadata.latitude = 3;
  decoded.crop = Rgb8(32, 32);
  decoded.thumbnail = Rgb8(64, 48);
  const auto metadata = protocol::encodeMetadata(decoded.metadata);
  return {textOf(metadata), textOf(protocol::encodeWords({4, "a caption", {"water/sea", "boat"}})),
          textOf(protocol::encodeRequest(request())),
          textOf(protocol::encodeReply(protocol::describe(1, decoded, metadata)))};
}

}  // namespace calotype::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace calotype::catalog;
  const auto bytes = std::as_bytes(std::span(data, size));
  if (const auto metadata = protocol::parseMetadata(bytes);
      metadata && metadata->keywords.size() > protocol::kMaxKeywords)
    std::abort();
  static_cast<void>(protocol::parseRequest(bytes));
  static_cast<void>(protocol::parseWords(bytes));
  const auto reply = protocol::parseReply(bytes, calotype::fuzz::request());
  if (reply && reply->payloadBytes() > protocol::kMaxPayload) std::abort();
  return 0;
}
