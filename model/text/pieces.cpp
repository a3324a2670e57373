// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/text/pieces.h"

#include "model/open_plugin.h"

namespace calotype::model {

Result<std::unique_ptr<Pieces>> openPieces(std::string_view bytes) {
  static constexpr const char* kPlugin = "calotype-pieces.so";
  std::string reason = std::string(kPlugin) + " belongs to another version of this program";
  if (const auto open = openPlugin<OpenPiecesFunction>(kPlugin, kOpenPiecesSymbol)) {
    Result<std::unique_ptr<Pieces>> answer;
    if ((*open)(CALOTYPE_VERSION, bytes, answer)) return answer;
  } else {
    reason = open.error().message;
  }
  return fail(Code::ModelMissing, "the part that reads such vocabularies could not be opened (" +
                                      reason + "); install the program again");
}

}  // namespace calotype::model
