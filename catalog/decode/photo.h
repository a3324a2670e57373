// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/decode/bytes.h"
#include "catalog/decode/formats.h"
#include "catalog/decode/request.h"
#include "model/base/result.h"

namespace calotype::catalog {

/// The work of the decoder process on one file's bytes: recognise, check limits, decode once, turn
/// upright, bring to sRGB, make what was asked for. One thread; prepareMetadata() first.
/// Errors: Unsupported (no picture we know, or one this version cannot show), Corrupt, TooLarge.
Result<Decoded> decodePhoto(Bytes bytes, const DecodeRequest& request);

/// The same of a film; `format` is one's. Unsupported unless films are wanted, for it gives no
/// pictures.
Result<Decoded> describeFilm(const Format& format, const FilmBytes& film,
                             const DecodeRequest& request);

}  // namespace calotype::catalog
