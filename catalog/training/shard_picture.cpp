// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/training/shard_picture.h"

#include <sys/mman.h>
#include <unistd.h>

namespace calotype::catalog {

namespace {

/// The picture's bytes as a file that can be handed to a decoder.
Result<Descriptor> asFile(const std::string& bytes) {
  Descriptor file(::memfd_create("photo", MFD_CLOEXEC));
  if (!file || ::write(file.get(), bytes.data(), bytes.size()) != ssize_t(bytes.size()))
    return fail(Code::Io, "There is no memory for a picture.");
  ::lseek(file.get(), 0, SEEK_SET);
  return file;
}

}  // namespace

Result<Decoded> decodeShardPhoto(const ShardPhoto& photo, const DecodeRequest& request,
                                 DecoderPool& decoders) {
  CALOTYPE_TRY(const auto file, asFile(photo.bytes));
  auto decoded = decoders.decode(file.get(), request);
  if (!decoded)
    return fail(decoded.error().code, displayText(photo.key) + ": " + decoded.error().message);
  return decoded;
}

}  // namespace calotype::catalog
