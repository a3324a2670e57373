// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/index/scan.h"

#include <algorithm>
#include <array>
#include <new>
#include <system_error>
#include <thread>

#include "catalog/index/best.h"
#include "catalog/index/exact.h"

namespace calotype::catalog {

namespace {

constexpr std::size_t kBlock = 256;              // rows between two looks at the stop token
constexpr std::size_t kLeastPerThread = 32'768;  // fewer are done before a thread has begun
constexpr std::size_t kMostThreads = 8;          // then memory is the limit
static_assert(Rows::kPerBlock % kBlock == 0, "a block of scores must not cross a block of rows");

/// Some of the rows, by one thread.
class Part {
 public:
  Part(const Scan& scan, std::size_t begin, std::size_t end)
      : scan_(scan), begin_(begin), end_(end), best_(std::min(scan.k, end - begin)) {}

  /// Lets no exception out of its thread.
  void run(const std::stop_token& stop) {
    try {
      scanAll(stop);
    } catch (const std::bad_alloc&) {
      outOfMemory_ = true;
    }
  }

  bool isDone() const { return done_; }
  bool ranOutOfMemory() const { return outOfMemory_; }
  std::vector<Hit>& hits() { return hits_; }

 private:
  void scanAll(const std::stop_token& stop) {
    for (std::size_t start = begin_; start < end_; start += kBlock) {
      if (stop.stop_requested()) return;
      scanBlock(start, std::min(kBlock, end_ - start));
    }
    hits_ = best_.take();
    done_ = true;
  }

  bool isWanted(std::size_t row) const {
    return scan_.ids[row] != kNobody &&
           (scan_.within == nullptr || scan_.within->contains(scan_.ids[row]));
  }

  void scanBlock(std::size_t start, std::size_t count) {
    const auto end = start + count;
    if (scan_.within == nullptr) return score(start, end);
    for (auto row = start; row < end;) {
      const auto first = row;
      while (row < end && isWanted(row)) ++row;
      if (row > first) score(first, row);
      ++row;
    }
  }

  void score(std::size_t first, std::size_t end) {
    const auto stride = scan_.rows.stride();
    kernels().score(scan_.rows.row(first), end - first, scan_.query, stride, scores_.data());
    for (auto row = first; row < end; ++row)
      if (scan_.ids[row] != kNobody) best_.offer({scan_.ids[row], scores_[row - first]});
  }

  const Scan& scan_;
  std::size_t begin_, end_;
  Best best_;
  std::array<float, kBlock> scores_;
  std::vector<Hit> hits_;
  bool done_ = false, outOfMemory_ = false;
};

std::size_t threadsFor(std::size_t rows) {
  const std::size_t cores = std::max(1u, std::thread::hardware_concurrency());
  return std::clamp<std::size_t>(rows / kLeastPerThread, 1, std::min(cores, kMostThreads));
}

/// Equal parts, but for whole blocks.
std::vector<Part> partsOf(const Scan& scan) {
  const auto size = scan.rows.size(), threads = threadsFor(size);
  const auto blocks = (size + kBlock - 1) / kBlock;
  std::vector<Part> parts;
  for (std::size_t i = 0; i < threads; ++i)
    parts.emplace_back(scan, std::min(size, blocks * i / threads * kBlock),
                       std::min(size, blocks * (i + 1) / threads * kBlock));
  return parts;
}

/// The k best of lists that are ranked.
std::vector<Hit> merged(std::vector<Part>& parts, std::size_t k) {
  auto all = std::move(parts.front().hits());
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const auto& more = parts[i].hits();
    std::vector<Hit> both(all.size() + more.size());
    std::merge(all.begin(), all.end(), more.begin(), more.end(), both.begin(), isBetter);
    all = std::move(both);
  }
  if (all.size() > k) all.resize(k);
  return all;
}

}  // namespace

std::optional<std::vector<Hit>> scanRows(const Scan& scan, const std::stop_token& stop) {
  auto parts = partsOf(scan);
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < parts.size(); ++i) {
      const auto run = [&part = parts[i], &stop] { part.run(stop); };
      try {
        threads.emplace_back(run);
      } catch (const std::system_error&) {  // the machine has no thread left for us
        run();
      }
    }
    parts.front().run(stop);
  }
  if (std::ranges::any_of(parts, &Part::ranOutOfMemory)) throw std::bad_alloc();
  if (!std::ranges::all_of(parts, &Part::isDone)) return std::nullopt;
  return merged(parts, scan.k);
}

}  // namespace calotype::catalog
