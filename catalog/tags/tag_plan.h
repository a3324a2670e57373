// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "catalog/index/vector_index.h"
#include "catalog/store/photo_tag_store.h"
#include "catalog/tags/tagger.h"

namespace calotype::catalog {

/// What tagging would do to one photo's proposals, or did.
struct TagChange {
  enum class Kind { Add, Remove, Keep };
  Kind kind = Kind::Add;
  PhotoId photo{};
  std::int32_t concept_ = -1;
  std::optional<TagId> tag;  // none: it will be made
  float score = 0, probability = 0;
};

/// A preview that is then done as it stands.
struct TagPlan {
  std::vector<TagChange> changes;  // in the order of photos
  std::int64_t photos = 0;         // looked at
  std::int64_t withoutVector = 0;  // could not be, since they have no vector (yet)
  std::int64_t added = 0, removed = 0, kept = 0;
};

/// What a tagger would propose for the photos, against what stands there: tags that a photo bears,
/// or was refused, are left alone; proposals for concepts of this vocabulary that no longer hold
/// go. Changes nothing.
Result<TagPlan> planTags(const Database& database, const VectorIndex& index,
                         std::span<const PhotoId> photos, const Tagger& tagger, double precision,
                         std::stop_token stop = {});

struct TagRun {
  ModelId model{};
  Language language = Language::English;  // of tags that have to be made
  bool accept = false;                    // at once
  std::int64_t nowMs = 0;
};

/// Does what the plan says.
Status applyPlan(WriteToken& token, const TagPlan& plan, const Tagger& tagger, const TagRun& run);

}  // namespace calotype::catalog
