// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/pipeline/scan_stage.h"

#include <memory>
#include <utility>
#include <variant>

#include "catalog/store/file_store.h"

namespace calotype::catalog {
namespace {

constexpr std::size_t kEvents = 1024;

}  // namespace

void ScanStage::begin(std::vector<ScanTarget> targets) {
  running_ = true;
  run_.tally.scanning(true);
  thread_ = std::jthread([this, targets = std::move(targets)] { scan(targets); });
}

void ScanStage::scan(const std::vector<ScanTarget>& targets) {
  BoundedQueue<FileEvent> events(kEvents);
  std::jthread lister([&] { list(targets, events); });
  while (auto event = events.pop(run_.token())) {
    if (!run_.gate.pass(run_.token())) break;
    if (auto* const listing = std::get_if<FolderListing>(&*event))
      apply(std::move(*listing));
    else
      run_.problem(std::get<ScanProblem>(*event).error);
  }
  run_.settleWrites();
  run_.tally.scanning(false);
  running_ = false;
  bell_.ring();
}

void ScanStage::list(const std::vector<ScanTarget>& targets, BoundedQueue<FileEvent>& events) {
  for (const auto& target : targets) {
    const auto scanned = scanner_.scan(target.root, target.folder, events, run_.token());
    if (!scanned && scanned.error().code != Code::Cancelled) run_.problem(scanned.error());
  }
  events.close();
}

void ScanStage::apply(FolderListing listing) {
  run_.write([this, listing = std::move(listing)](WriteToken& token) -> Status {
    CALOTYPE_TRY(auto outcome, FileStore(token.database()).apply(token, listing, nowMs()));
    token.afterCommit([this, root = listing.root, outcome = std::move(outcome)] {
      run_.tally.scanned(outcome);
      auto& absent = absent_[root];
      absent.insert(absent.end(), outcome.absent.begin(), outcome.absent.end());
      bell_.ring();
    });
    return {};
  });
}

void ScanStage::markMissing() {
  for (const auto& entry : absent_) {
    const auto root = entry.first;
    const auto& absent = entry.second;
    if (absent.empty()) continue;
    const auto marked = run_.parts.writer.run([&](WriteToken& token) {
      return FileStore(token.database()).markMissing(token, root, absent);
    });
    if (!marked) run_.problem(marked.error());
  }
}

}  // namespace calotype::catalog
