// SPDX-License-Identifier: GPL-3.0-or-later
// The one user of hnswlib 0.6.2. Of what it offers only inserting and searching are used: its marks
// for deleted points, its updates in place, its file format and its filters are not (reliability.md
// 1.3), so their faults cannot reach us.
#include <algorithm>
#include <cstdlib>
#include <exception>
#include <new>
#include <utility>

#include "catalog/index/bytes.h"
#include "catalog/index/fp16_space.h"
#include "catalog/index/graph.h"

namespace calotype::catalog {

namespace {

using Hnsw = hnswlib::HierarchicalNSW<float>;

constexpr std::size_t kFirstCapacity = 1024;
constexpr int kMostLayers = 32;  // one node in 32 to the power of its layer: far beyond any library

tl::unexpected<Error> broken(const char* what) {
  return fail(Code::Corrupt, std::string("the search graph: ") + what + "; it is built again");
}

}  // namespace

struct Graph::State {
  State(const Rows& rows_, std::size_t capacity)
      : rows(rows_), space(rows_.stride()), hnsw(&space, capacity, kLinks, kCandidatesBuild) {
    hnsw.setEf(kCandidates);
  }

  void makeRoom() {
    const auto capacity = hnsw.max_elements_;
    if (hnsw.cur_element_count == capacity) hnsw.resizeIndex(capacity + capacity / 2);
  }

  Status readNode(ByteReader& reader, std::uint32_t slot, std::uint32_t count);
  Status checkLayers() const;

  const Rows& rows;
  Fp16Space space;
  Hnsw hnsw;
};

Graph::Graph(const Rows& rows) : state_(std::make_unique<State>(rows, kFirstCapacity)) {}
Graph::~Graph() = default;

Status Graph::add(std::uint32_t slot) {
  try {
    state_->makeRoom();
    const Half* row = state_->rows.row(slot);
    state_->hnsw.addPoint(&row, slot);
    return {};
  } catch (const std::bad_alloc&) {
    return fail(Code::OutOfMemory, "the search graph: no memory for another photo");
  } catch (const std::exception& error) {
    return fail(Code::Internal, std::string("the search graph: ") + error.what());
  }
}

Result<std::vector<std::uint32_t>> Graph::near(const Half* query) const {
  try {
    auto found = state_->hnsw.searchKnn(&query, kCandidates);
    std::vector<std::uint32_t> slots;
    slots.reserve(found.size());
    for (; !found.empty(); found.pop()) slots.push_back(std::uint32_t(found.top().second));
    return slots;
  } catch (const std::exception& error) {
    return fail(Code::Internal, std::string("the search graph: ") + error.what());
  }
}

std::size_t Graph::size() const {
  return state_->hnsw.cur_element_count;
}

std::vector<std::uint32_t> Graph::slots() const {
  std::vector<std::uint32_t> slots(size());
  for (std::uint32_t node = 0; node < slots.size(); ++node)
    slots[node] = std::uint32_t(state_->hnsw.getExternalLabel(node));
  return slots;
}

std::string Graph::links() const {
  const auto& hnsw = state_->hnsw;
  std::string bytes;
  appendBytes(bytes, std::uint32_t(hnsw.enterpoint_node_));
  for (std::uint32_t node = 0; node < hnsw.cur_element_count; ++node) {
    const int top = hnsw.element_levels_[node];
    appendBytes(bytes, std::uint8_t(top));
    for (int layer = 0; layer <= top; ++layer) {
      auto* list = hnsw.get_linklist_at_level(node, layer);
      const auto count = hnsw.getListCount(list);
      appendBytes(bytes, std::uint16_t(count));
      bytes.append(reinterpret_cast<const char*>(list + 1), count * sizeof(std::uint32_t));
    }
  }
  return bytes;
}

/// Reads one node's lists straight into the memory that hnswlib will walk. Whatever is returned,
/// the graph can be destroyed safely.
Status Graph::State::readNode(ByteReader& reader, std::uint32_t slot, std::uint32_t count) {
  const auto node = std::uint32_t(hnsw.cur_element_count);
  const auto top = reader.take<std::uint8_t>();
  if (!top || *top > kMostLayers) return broken("a layer is out of bounds");

  const Half* row = rows.row(slot);
  std::memset(hnsw.get_linklist0(node), 0, hnsw.size_data_per_element_);
  std::memcpy(hnsw.getDataByInternalId(node), &row, sizeof row);
  hnsw.setExternalLabel(node, slot);
  if (*top > 0) {
    hnsw.linkLists_[node] = static_cast<char*>(std::calloc(*top, hnsw.size_links_per_element_));
    if (hnsw.linkLists_[node] == nullptr) throw std::bad_alloc();
  }
  hnsw.element_levels_[node] = *top;
  hnsw.cur_element_count = node + 1;
  if (!hnsw.label_lookup_.emplace(slot, node).second) return broken("a photo is in it twice");

  for (int layer = 0; layer <= *top; ++layer) {
    const auto length = reader.take<std::uint16_t>();
    if (!length || *length > (layer == 0 ? hnsw.maxM0_ : hnsw.maxM_))
      return broken("a list is too long");
    auto* list = hnsw.get_linklist_at_level(node, layer);
    hnsw.setListCount(list, *length);
    for (std::uint16_t i = 0; i < *length; ++i) {
      const auto link = reader.take<std::uint32_t>();
      if (!link || *link >= count || *link == node) return broken("a link leads nowhere");
      list[1 + i] = *link;
    }
  }
  return {};
}

/// A link on a layer must lead to a node that has that layer.
Status Graph::State::checkLayers() const {
  for (std::uint32_t node = 0; node < hnsw.cur_element_count; ++node) {
    for (int layer = 1; layer <= hnsw.element_levels_[node]; ++layer) {
      auto* list = hnsw.get_linklist(node, layer);
      const auto length = hnsw.getListCount(list);
      if (std::any_of(list + 1, list + 1 + length,
                      [&](std::uint32_t link) { return hnsw.element_levels_[link] < layer; }))
        return broken("a link leaves its layer");
    }
  }
  return {};
}

Result<std::unique_ptr<Graph>> Graph::fromLinks(const Rows& rows,
                                                std::span<const std::uint32_t> slots,
                                                std::string_view links) {
  try {
    const auto count = std::uint32_t(slots.size());
    ByteReader reader(links);
    const auto entry = reader.take<std::uint32_t>();
    if (!entry || *entry >= count) return broken("it has no entry");

    auto graph = std::make_unique<Graph>(rows);
    graph->state_ =
        std::make_unique<State>(rows, std::max(kFirstCapacity, slots.size() + slots.size() / 2));
    auto& hnsw = graph->state_->hnsw;
    for (const auto slot : slots) CALOTYPE_CHECK(graph->state_->readNode(reader, slot, count));
    if (!reader.rest().empty()) return broken("it is longer than it should be");
    CALOTYPE_CHECK(graph->state_->checkLayers());

    const auto& levels = hnsw.element_levels_;
    hnsw.enterpoint_node_ = *entry;
    hnsw.maxlevel_ = levels[*entry];
    if (std::any_of(levels.begin(), levels.begin() + count,
                    [&](int level) { return level > hnsw.maxlevel_; }))
      return broken("its entry is not on top");
    return graph;
  } catch (const std::bad_alloc&) {
    return fail(Code::OutOfMemory, "the search graph: no memory to load it");
  } catch (const std::exception& error) {
    return fail(Code::Internal, std::string("the search graph: ") + error.what());
  }
}

}  // namespace calotype::catalog
