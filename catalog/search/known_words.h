// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

#include "catalog/index/index_file.h"
#include "catalog/store/writer.h"

namespace calotype::catalog {

/// The vector of words that were searched for before, of unit length: they are found again without
/// the model. None when they are new, or the catalog cannot say.
std::optional<std::vector<float>> vectorOfKnownWords(const Database& database,
                                                     const IndexIdentity& model,
                                                     std::string_view words);

/// Keeps it, and that it was used now. A model whose vectors are not in the catalog keeps none.
Status keepVectorOfWords(WriteToken& token, const IndexIdentity& model, std::string_view words,
                         std::span<const float> vector);

}  // namespace calotype::catalog
