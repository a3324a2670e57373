// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/protocol.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <iterator>
#include <limits>
#include <string_view>

#include "catalog/wire.h"

namespace calotype::catalog::protocol {

namespace {

constexpr std::uint32_t kRequestMagic = 0x51544c43;  // "CLTQ"
constexpr std::uint32_t kReplyMagic = 0x41544c43;    // "CLTA"
constexpr std::uint16_t kVersion = 3;
constexpr std::size_t kMaxErrorText = 1024;
constexpr std::uint32_t kMaxMetadata = 8u << 20;

constexpr int kMaxCropEdge = 1024;  // R38: no model's input is larger
constexpr std::uint32_t kMaxEdge = 65'500;

enum RequestFlags : std::uint16_t {
  HasCrop = 1,
  FullSize = 2,
  WantsMetadata = 4,
  WantsHash = 8,
  TakesFilms = 16
};
enum ReplyFlags : std::uint16_t { Retire = 1, Failed = 2, HasHash = 4, IsFilm = 8 };

tl::unexpected<Error> nonsense(const char* what) {
  return fail(Code::Corrupt, std::string("The decoder's answer makes no sense: ") + what + '.');
}

void putTransform(WireWriter& out, const model::TransformSpec& spec) {
  out.put(std::int32_t(spec.size));
  for (const float value : spec.mean) out.put(value);
  for (const float value : spec.deviation) out.put(value);
  out.put(std::uint8_t(spec.resize));
  out.put(std::uint8_t(spec.interpolation));
  out.put(std::uint8_t(spec.cropOffset));
}

bool getTransform(WireReader& in, model::TransformSpec& spec) {
  spec.size = in.get<std::int32_t>();
  for (float& value : spec.mean) value = in.get<float>();
  for (float& value : spec.deviation) value = in.get<float>();
  const auto resize = in.get<std::uint8_t>(), interpolation = in.get<std::uint8_t>(),
             offset = in.get<std::uint8_t>();
  spec.resize = model::TransformSpec::Resize(resize);
  spec.interpolation = model::TransformSpec::Interpolation(interpolation);
  spec.cropOffset = model::TransformSpec::CropOffset(offset);
  return resize <= 1 && interpolation <= 1 && offset <= 1 && spec.size >= 1 &&
         spec.size <= kMaxCropEdge;
}

/// What a decoder may say went wrong; anything else is its own mistake.
Code codeFromWire(std::uint8_t value) {
  const auto code = Code(value);
  switch (code) {
    case Code::Unsupported:
    case Code::Corrupt:
    case Code::TooLarge:
    case Code::Io:
    case Code::OutOfMemory:
      return code;
    default:
      return Code::Internal;
  }
}

bool fits(const ReplyHeader::Picture& picture, std::uint32_t edge) {
  if (picture.width == 0 || picture.height == 0) return picture == ReplyHeader::Picture{};
  return picture.width <= edge && picture.height <= edge && picture.stride == picture.width * 3;
}

/// Pictures that were asked for are there, others are not, and none is larger than asked. A film
/// has none at all.
bool picturesMatch(const ReplyHeader& header, const DecodeRequest& request) {
  const auto& [crop, thumbnail, picture] = header.pictures;
  if (header.film)
    return request.films &&
           std::all_of(std::begin(header.pictures), std::end(header.pictures),
                       [](const auto& each) { return each == ReplyHeader::Picture{}; });
  const auto size = request.crop ? std::uint32_t(request.crop->size) : 0;
  return fits(crop, size) && crop.width == size && crop.height == size &&
         fits(thumbnail, request.thumbnailEdge) &&
         (thumbnail.width > 0) == (request.thumbnailEdge > 0) &&
         fits(picture, request.pictureEdge) && (picture.width > 0) == (request.pictureEdge > 0);
}

}  // namespace

std::vector<std::byte> encodeRequest(const Request& request) {
  const auto& decode = request.decode;
  WireWriter out;
  out.put(kRequestMagic);
  out.put(kVersion);
  out.put(std::uint16_t((decode.crop ? HasCrop : 0) | (decode.fullSize ? FullSize : 0) |
                        (decode.metadata ? WantsMetadata : 0) | (decode.pixelHash ? WantsHash : 0) |
                        (decode.films ? TakesFilms : 0)));
  out.put(request.id);
  out.put(decode.thumbnailEdge);
  out.put(decode.pictureEdge);
  out.put(std::uint8_t(decode.task));
  if (decode.crop) putTransform(out, *decode.crop);
  return std::move(out).take();
}

Result<Request> parseRequest(std::span<const std::byte> message) {
  WireReader in(message);
  const auto magic = in.get<std::uint32_t>();
  const auto version = in.get<std::uint16_t>();
  const auto flags = in.get<std::uint16_t>();
  Request request;
  request.id = in.get<std::uint64_t>();
  request.decode.thumbnailEdge = in.get<std::uint32_t>();
  request.decode.pictureEdge = in.get<std::uint32_t>();
  const auto task = in.get<std::uint8_t>();
  request.decode.task = DecoderTask(task);
  request.decode.fullSize = (flags & FullSize) != 0;
  request.decode.metadata = (flags & WantsMetadata) != 0;
  request.decode.pixelHash = (flags & WantsHash) != 0;
  request.decode.films = (flags & TakesFilms) != 0;
  bool sound = flags <= 31 && task <= std::uint8_t(DecoderTask::EditPhoto);
  if (flags & HasCrop) sound = getTransform(in, request.decode.crop.emplace()) && sound;
  sound =
      sound && request.decode.thumbnailEdge <= kMaxEdge && request.decode.pictureEdge <= kMaxEdge;
  if (!in.complete() || !sound || magic != kRequestMagic || version != kVersion)
    return fail(Code::Corrupt, "The request makes no sense to this decoder.");
  return request;
}

std::uint64_t ReplyHeader::payloadBytes() const {
  std::uint64_t bytes = metadataBytes + fileBytes;
  for (const auto& picture : pictures) bytes += std::uint64_t(picture.stride) * picture.height;
  return bytes;
}

std::vector<std::byte> encodeReply(const ReplyHeader& header) {
  WireWriter out;
  out.put(kReplyMagic);
  out.put(kVersion);
  out.put(std::uint16_t((header.retire ? Retire : 0) | (header.error ? Failed : 0) |
                        (header.pixelHash ? HasHash : 0) | (header.film ? IsFilm : 0)));
  out.put(header.id);
  if (header.error) {
    out.put(std::uint8_t(header.error->code));
    out.putText(std::string_view(header.error->message).substr(0, kMaxErrorText));
    return std::move(out).take();
  }
  out.put(header.metadataBytes);
  out.put(header.fileBytes);
  for (const auto& picture : header.pictures) {
    out.put(picture.width);
    out.put(picture.height);
    out.put(picture.stride);
  }
  out.put(header.averageRgb);
  out.put(header.decodeSeconds);
  if (header.pixelHash) out.putBytes(std::as_bytes(std::span(*header.pixelHash)));
  return std::move(out).take();
}

Result<ReplyHeader> parseReply(std::span<const std::byte> message, const Request& request) {
  WireReader in(message);
  if (in.get<std::uint32_t>() != kReplyMagic || in.get<std::uint16_t>() != kVersion)
    return nonsense("it is not an answer");
  const auto flags = in.get<std::uint16_t>();
  ReplyHeader header;
  header.id = in.get<std::uint64_t>();
  header.retire = (flags & Retire) != 0;
  header.film = (flags & IsFilm) != 0;
  if (flags > 15 || header.id != request.id) return nonsense("it answers another question");
  if (flags & Failed) {
    const auto code = codeFromWire(in.get<std::uint8_t>());
    header.error = Error{code, displayText(in.getText(kMaxErrorText))};
    if (!in.complete()) return nonsense("its length is wrong");
    return header;
  }
  header.metadataBytes = in.get<std::uint32_t>();
  header.fileBytes = in.get<std::uint64_t>();
  for (auto& picture : header.pictures) {
    picture.width = in.get<std::uint32_t>();
    picture.height = in.get<std::uint32_t>();
    picture.stride = in.get<std::uint32_t>();
  }
  header.averageRgb = in.get<std::uint32_t>();
  header.decodeSeconds = in.get<double>();
  if (flags & HasHash) in.getBytes(std::as_writable_bytes(std::span(header.pixelHash.emplace())));
  if (!in.complete()) return nonsense("its length is wrong");
  if (!picturesMatch(header, request.decode)) return nonsense("its pictures have a wrong size");
  const bool edits = isEdit(request.decode.task);
  if (edits != (header.fileBytes > 0)) return nonsense("it holds another file than was asked for");
  if (header.metadataBytes > kMaxMetadata || header.fileBytes > kMaxPayload ||
      header.payloadBytes() > kMaxPayload)
    return nonsense("it is too long");
  if (!(header.decodeSeconds >= 0 && header.decodeSeconds < 1e6) || header.averageRgb > 0xffffff ||
      (header.pixelHash && !request.decode.pixelHash))
    return nonsense("a number in it is impossible");
  return header;
}

ReplyHeader describe(std::uint64_t id, const Decoded& decoded,
                     std::span<const std::byte> metadata) {
  ReplyHeader header;
  header.id = id;
  header.metadataBytes = std::uint32_t(metadata.size());
  header.fileBytes = decoded.file.size();
  header.film = decoded.metadata.durationMs.has_value();
  const Rgb8* pictures[kPictures] = {&decoded.crop, &decoded.thumbnail, &decoded.picture};
  for (std::size_t i = 0; i < kPictures; ++i)
    header.pictures[i] = {std::uint32_t(pictures[i]->width), std::uint32_t(pictures[i]->height),
                          std::uint32_t(pictures[i]->stride())};
  header.averageRgb = decoded.averageRgb;
  header.decodeSeconds = decoded.decodeSeconds;
  header.pixelHash = decoded.pixelHash;
  return header;
}

}  // namespace calotype::catalog::protocol
