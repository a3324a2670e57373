// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/decoder_pool.h"
#include "catalog/training/shard.h"

namespace calotype::catalog {

/// A shard's picture through the pool; the error's sentence begins with its key.
Result<Decoded> decodeShardPhoto(const ShardPhoto& photo, const DecodeRequest& request,
                                 DecoderPool& decoders);

}  // namespace calotype::catalog
