// SPDX-License-Identifier: GPL-3.0-or-later
#include <sentencepiece_processor.h>

#include <exception>

#include "model/text/pieces.h"

namespace calotype::model {

namespace {

class SentencePieces final : public Pieces {
 public:
  Status load(std::string_view bytes) {
    const auto loaded = processor_.LoadFromSerializedProto(bytes);
    if (!loaded.ok())
      return fail(Code::Corrupt, std::string("is damaged: ") + loaded.error_message());
    return {};
  }

  Result<std::vector<std::int64_t>> encode(std::string_view utf8) const override {
    std::vector<int> ids;
    const auto encoded = processor_.Encode(utf8, &ids);
    if (!encoded.ok()) return fail(Code::InvalidArgument, encoded.error_message());
    return std::vector<std::int64_t>(ids.begin(), ids.end());
  }

  std::int64_t count() const override { return processor_.GetPieceSize(); }
  std::int64_t end() const override { return processor_.eos_id(); }
  std::int64_t padding() const override { return processor_.pad_id(); }

 private:
  sentencepiece::SentencePieceProcessor processor_;
};

Result<std::unique_ptr<Pieces>> open(std::string_view bytes) try {
  auto pieces = std::make_unique<SentencePieces>();
  CALOTYPE_CHECK(pieces->load(bytes));
  return pieces;
} catch (const std::exception& exception) {
  return fail(Code::Corrupt, std::string("is damaged: ") + exception.what());
}

}  // namespace

}  // namespace calotype::model

extern "C" __attribute__((visibility("default"))) bool calotype_open_pieces(
    const char* version, std::string_view bytes,
    calotype::Result<std::unique_ptr<calotype::model::Pieces>>& answer) {
  if (std::string_view(version) != CALOTYPE_VERSION) return false;
  answer = calotype::model::open(bytes);
  return true;
}
