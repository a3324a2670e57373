// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"

namespace calotype::model {

/// A SentencePiece vocabulary (Kudo and Richardson 2018). Immutable; any thread.
class Pieces {
 public:
  virtual ~Pieces() = default;

  /// The ids of a text's pieces, without marks of a beginning or an end.
  virtual Result<std::vector<std::int64_t>> encode(std::string_view utf8) const = 0;
  /// How many pieces there are; ids are below.
  virtual std::int64_t count() const = 0;
  /// Of the piece that ends a text, and of the one that fills what is left; -1: there is none.
  virtual std::int64_t end() const = 0;
  virtual std::int64_t padding() const = 0;
};

/// The vocabulary in the bytes of a .model file. Corrupt; ModelMissing when the plug-in is.
Result<std::unique_ptr<Pieces>> openPieces(std::string_view bytes);

/// The one symbol of the plug-in calotype-pieces.so. A plug-in, because Debian's SentencePiece
/// brings symbols of another protobuf than LibTorch's: neither may see the other's. False, and
/// nothing touched, when `version` (CALOTYPE_VERSION) is another; lets no exception out.
using OpenPiecesFunction = bool (*)(const char* version, std::string_view bytes,
                                    Result<std::unique_ptr<Pieces>>& answer);
inline constexpr const char* kOpenPiecesSymbol = "calotype_open_pieces";

}  // namespace calotype::model
