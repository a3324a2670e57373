// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/index/vector_index.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <mutex>

#include "catalog/index/best.h"
#include "catalog/index/bytes.h"
#include "catalog/index/exact.h"
#include "model/base/assert.h"
#include "model/base/hash.h"
#include "model/score/vectors.h"

namespace calotype::catalog {

namespace {

constexpr std::size_t kBlock = 256;         // rows between two looks at the stop token
constexpr std::size_t kScanFromShare = 64;  // one row in so many wanted: all are looked at in order
constexpr std::size_t kMostByGraph = Graph::kCandidates / 4;  // above, candidates run short
constexpr std::size_t kMostSlots = std::numeric_limits<std::uint32_t>::max();

/// row: stride numbers, on 64 bytes.
bool isUnit(const Half* row, std::size_t stride) {
  const float squares = kernels().dot(row, row, stride);
  return squares > 0.9f && squares < 1.1f;  // false for not-a-number too
}

/// Enough to notice that a saved graph was built over another vector.
std::uint32_t fingerprint(const Half* row, std::size_t dims) {
  return std::uint32_t(xxh3(std::as_bytes(std::span(row, dims))));
}

tl::unexpected<Error> broken(const char* what) {
  return fail(Code::Corrupt,
              std::string("the saved search index: ") + what + "; it is built again");
}

tl::unexpected<Error> stopped() {
  return fail(Code::Cancelled, "the search was stopped");
}

}  // namespace

VectorIndex::Reading VectorIndex::lockToRead(GraphLock graph) const {
  const std::scoped_lock door(door_);
  Reading reading{std::shared_lock(mutex_), {}};
  reading.graph = graph == GraphLock::Wait ? std::shared_lock(growing_)
                                           : std::shared_lock(growing_, std::try_to_lock);
  return reading;
}

std::unique_lock<std::shared_mutex> VectorIndex::lockToChange() const {
  const std::scoped_lock door(door_);
  return std::unique_lock(mutex_);
}

void VectorIndex::reset(std::size_t dims) {
  const auto lock = lockToChange();
  graph_.reset();
  outside_.clear();
  slots_.clear();
  ids_.clear();
  rows_ = Rows(dims);
}

std::size_t VectorIndex::dims() const {
  const auto lock = lockToRead(GraphLock::IfFree);
  return rows_.dims();
}

std::size_t VectorIndex::size() const {
  const auto lock = lockToRead(GraphLock::IfFree);
  return slots_.size();
}

std::vector<PhotoId> VectorIndex::add(std::span<const PhotoId> ids, std::span<const Half> rows) {
  const auto lock = lockToChange();
  const auto dims = rows_.dims();
  CALOTYPE_ASSERT(rows.size() == ids.size() * dims);
  std::vector<PhotoId> leftOut;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (ids[i] == kNobody || rows_.size() == kMostSlots) {
      leftOut.push_back(ids[i]);
      continue;
    }
    const auto slot = Slot(rows_.size());
    rows_.append(rows.subspan(i * dims, dims));
    if (!isUnit(rows_.row(slot), rows_.stride())) {
      rows_.shrink(slot);
      leftOut.push_back(ids[i]);
      continue;
    }
    if (const auto old = slotOf(ids[i])) kill(*old);
    ids_.push_back(ids[i]);
    slots_[std::int64_t(ids[i])] = slot;
    outside_.push_back(slot);
  }
  compactIfWasteful();
  return leftOut;
}

void VectorIndex::remove(std::span<const PhotoId> ids) {
  const auto lock = lockToChange();
  for (const auto id : ids)
    if (const auto slot = slotOf(id)) kill(*slot);
  compactIfWasteful();
}

std::optional<VectorIndex::Slot> VectorIndex::slotOf(PhotoId id) const {
  const auto found = slots_.find(std::int64_t(id));
  if (found == slots_.end()) return std::nullopt;
  return found->second;
}

void VectorIndex::kill(Slot slot) {
  slots_.erase(std::int64_t(ids_[slot]));
  ids_[slot] = kNobody;
}

/// When one row in five is dead, the living move together. The graph points at rows, so it goes,
/// which is right: with many dead nodes it finds less.
void VectorIndex::compactIfWasteful() {
  const auto dead = rows_.size() - slots_.size();
  if (dead * 5 <= rows_.size()) return;
  Slot next = 0;
  for (Slot slot = 0; slot < rows_.size(); ++slot) {
    if (ids_[slot] == kNobody) continue;
    if (next != slot) rows_.overwrite(next, rows_.row(slot));
    ids_[next] = ids_[slot];
    slots_[std::int64_t(ids_[next])] = next;
    ++next;
  }
  ids_.resize(next);
  rows_.shrink(next);
  dropGraph();
}

void VectorIndex::dropGraph() {
  graph_.reset();
  outside_.clear();
  for (Slot slot = 0; slot < rows_.size(); ++slot)
    if (ids_[slot] != kNobody) outside_.push_back(slot);
}

bool VectorIndex::usesGraph(std::size_t k) const {
  return graph_ != nullptr && slots_.size() > exactLimit_ && k <= kMostByGraph &&
         outside_.size() <= exactLimit_;
}

Result<std::vector<Hit>> VectorIndex::nearest(std::span<const float> query, std::size_t k,
                                              const PhotoSet* within, std::stop_token stop) const {
  const auto lock = lockToRead(GraphLock::IfFree);
  if (query.size() != rows_.dims())
    return fail(Code::InvalidArgument,
                "the query has " + std::to_string(query.size()) + " dimensions, the photos have " +
                    std::to_string(rows_.dims()) + "; they must come from the same model");
  std::vector<float> padded(rows_.stride());
  for (std::size_t i = 0; i < query.size(); ++i) {
    if (!std::isfinite(query[i]))
      return fail(Code::InvalidArgument, "the query's vector holds a number that is not finite");
    padded[i] = query[i];
  }

  const auto& with = kernels();
  Best best(std::min(k, slots_.size()));
  const auto offerSlots = [&](std::span<const Slot> slots) {
    for (std::size_t i = 0; i < slots.size(); ++i) {
      if (i % kBlock == 0 && stop.stop_requested()) return false;
      if (ids_[slots[i]] == kNobody) continue;
      float score = 0;
      with.score(rows_.row(slots[i]), 1, padded.data(), rows_.stride(), &score);
      best.offer({ids_[slots[i]], score});
    }
    return true;
  };

  if (within != nullptr && within->ids().size() < rows_.size() / kScanFromShare) {
    std::vector<Slot> members;
    members.reserve(within->ids().size());
    for (const auto id : within->ids())
      if (const auto slot = slotOf(id)) members.push_back(*slot);
    if (!offerSlots(members)) return stopped();
    return best.take();
  }
  if (within == nullptr && lock.graph.owns_lock() && usesGraph(k)) {
    const auto halves = model::toHalves(padded);
    if (const auto near = graph_->near(halves.data())) {
      if (!offerSlots(*near) || !offerSlots(outside_)) return stopped();
      return best.take();
    }
  }
  std::optional<PhotoMask> mask;
  if (within != nullptr) mask.emplace(*within);
  auto hits = scanRows({rows_, ids_, padded.data(), k, mask ? &*mask : nullptr}, stop);
  if (!hits) return stopped();
  return std::move(*hits);
}

std::optional<std::vector<float>> VectorIndex::vectorOf(PhotoId id) const {
  const auto lock = lockToRead(GraphLock::IfFree);
  const auto slot = slotOf(id);
  if (!slot) return std::nullopt;
  return model::toFloats({rows_.row(*slot), rows_.dims()});
}

bool VectorIndex::graphBehind() const {
  const auto lock = lockToRead(GraphLock::Wait);
  return slots_.size() > exactLimit_ && !outside_.empty();
}

Result<bool> VectorIndex::growGraph(std::size_t atMost) {
  std::unique_lock door(door_);
  const std::shared_lock lock(mutex_);
  const std::unique_lock growing(growing_);
  door.unlock();
  if (!graph_) graph_ = std::make_unique<Graph>(rows_);
  for (; atMost > 0 && !outside_.empty(); --atMost) {
    const auto slot = outside_.back();
    if (ids_[slot] != kNobody) {
      if (auto added = graph_->add(slot); !added) {
        dropGraph();
        return tl::make_unexpected(std::move(added).error());
      }
    }
    outside_.pop_back();
  }
  return !outside_.empty();
}

std::size_t VectorIndex::graphSize() const {
  const auto lock = lockToRead(GraphLock::Wait);
  return graph_ ? graph_->size() : 0;
}

// Saved: the number of nodes; for each its photo and a fingerprint of the vector, or, when it was
// removed, kNobody and the vector itself, which is nowhere else; then the links.

std::string VectorIndex::saveGraph() const {
  const auto lock = lockToRead(GraphLock::Wait);
  if (!graph_) return {};
  const auto slots = graph_->slots();
  std::string saved;
  appendBytes(saved, std::uint64_t(slots.size()));
  for (const auto slot : slots) {
    const Half* row = rows_.row(slot);
    appendBytes(saved, ids_[slot]);
    if (ids_[slot] == kNobody)
      saved.append(reinterpret_cast<const char*>(row), rows_.dims() * sizeof(Half));
    else
      appendBytes(saved, fingerprint(row, rows_.dims()));
  }
  return saved + graph_->links();
}

Status VectorIndex::restoreGraph(std::string_view saved) {
  const auto lock = lockToChange();
  ByteReader reader(saved);
  const auto count = reader.take<std::uint64_t>();
  // A node has at least its photo in the file, which bounds what a lying count can cost.
  if (!count || *count > reader.rest().size() / sizeof(PhotoId)) return broken("it is cut short");

  const auto before = rows_.size();
  const auto giveUp = [&](tl::unexpected<Error> error) {
    rows_.shrink(before);
    ids_.resize(before);
    return error;
  };
  std::vector<Slot> slots;
  slots.reserve(*count);
  for (std::uint64_t node = 0; node < *count; ++node) {
    const auto id = reader.take<PhotoId>();
    if (!id) return giveUp(broken("it is cut short"));
    if (*id == kNobody) {
      const auto bytes = reader.take(rows_.dims() * sizeof(Half));
      if (!bytes || rows_.size() == kMostSlots) return giveUp(broken("it is cut short"));
      std::vector<Half> row(rows_.dims());
      std::memcpy(row.data(), bytes->data(), bytes->size());
      slots.push_back(Slot(rows_.size()));
      rows_.append(row);
      ids_.push_back(kNobody);
      if (!isUnit(rows_.row(slots.back()), rows_.stride()))
        return giveUp(broken("a vector is not of unit length"));
      continue;
    }
    const auto print = reader.take<std::uint32_t>();
    const auto slot = slotOf(*id);
    if (!print || !slot || *print != fingerprint(rows_.row(*slot), rows_.dims()))
      return giveUp(broken("it was built over other photos"));
    slots.push_back(*slot);
  }
  auto graph = Graph::fromLinks(rows_, slots, reader.rest());
  if (!graph) return giveUp(tl::make_unexpected(std::move(graph).error()));

  graph_ = std::move(*graph);
  std::vector<bool> inside(rows_.size());
  for (const auto slot : slots) inside[slot] = true;
  outside_.clear();
  for (Slot slot = 0; slot < rows_.size(); ++slot)
    if (ids_[slot] != kNobody && !inside[slot]) outside_.push_back(slot);
  return {};
}

}  // namespace calotype::catalog
