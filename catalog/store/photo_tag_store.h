// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/store/writer.h"
#include "catalog/types.h"

namespace calotype::catalog {

enum class TagState { None, Proposed, Rejected, Accepted };

/// A tag that a model proposes for a photo.
struct TagProposal {
  PhotoId photo{};
  TagId tag{};
  float score = 0;  // logits above the neutral prompts
  float probability = 0;
};

/// Which photos bear which tags, and by whose word: one row a photo, tag and origin.
///
/// A photo bears a tag when a row says "accepted". What a person takes away from a photo that the
/// file or the model gave it stays as a row "rejected", so that it does not come back.
class PhotoTagStore {
 public:
  explicit PhotoTagStore(const Database& database) : database_(database) {}

  // --- what a person says; a photo that has it so already is left alone ---
  Status add(WriteToken&, std::span<const PhotoId> photos, TagId tag, std::int64_t nowMs);
  Status takeAway(WriteToken&, std::span<const PhotoId> photos, TagId tag, std::int64_t nowMs);
  /// Only where it is proposed.
  Status accept(WriteToken&, std::span<const PhotoId> photos, TagId tag, std::int64_t nowMs);
  Status reject(WriteToken&, std::span<const PhotoId> photos, TagId tag, std::int64_t nowMs);

  // --- what a model says ---
  /// A photo that has a row for the tag already, whatever it says, is left alone, but for its score
  /// and probability while it is a proposal. accepted: at once, for whoever trusts the model.
  Status propose(WriteToken&, const TagProposal& proposal, ModelId model, std::string_view prompt,
                 bool accepted, std::int64_t nowMs);
  /// Takes a proposal back; what was accepted or rejected stays.
  Status withdraw(WriteToken&, PhotoId photo, TagId tag);
  /// What the photo's rows for the tag say together: the strongest of them.
  Result<TagState> stateOf(PhotoId photo, TagId tag) const;
  /// Tags that are proposed for the photo.
  Result<std::vector<TagId>> proposedFor(PhotoId photo) const;

  // --- reading ---
  /// Tags that any of the photos bears or has proposed: borne by most first, then by probability.
  Result<std::vector<SharedTag>> of(std::span<const PhotoId> photos) const;
  /// A card a tag, the surest first.
  Result<std::vector<ProposalCard>> proposals() const;
  /// Photos for which the tag is proposed, the surest first.
  Result<std::vector<ProposedPhoto>> proposedPhotos(TagId tag) const;

 private:
  const Database& database_;
};

}  // namespace calotype::catalog
