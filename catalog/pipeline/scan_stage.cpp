// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/pipeline/scan_stage.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <variant>

#include "catalog/store/file_store.h"
#include "catalog/store/replaced_store.h"

namespace calotype::catalog {
namespace {

constexpr std::size_t kEvents = 1024;

}  // namespace

void ScanStage::begin(std::vector<ScanTarget> targets) {
  running_ = true;
  for (const auto& target : targets)
    if (target.acceptMissing) accepted_.insert(target.root.id);
  run_.tally.scanning(true);
  thread_ = std::jthread([this, targets = std::move(targets)] { scan(targets); });
}

void ScanStage::scan(const std::vector<ScanTarget>& targets) {
  BoundedQueue<FileEvent> events(kEvents);
  std::jthread lister([&] { list(targets, events); });
  while (auto event = events.pop(run_.token())) {
    if (!run_.gate.pass(run_.token())) break;
    if (auto* const listing = std::get_if<FolderListing>(&*event)) {
      leaveUnfinished(targets, *listing);
      apply(std::move(*listing));
    } else {
      run_.problem(std::get<ScanProblem>(*event).error);
    }
  }
  run_.settleWrites();
  run_.tally.scanning(false);
  running_ = false;
  bell_.ring();
}

void ScanStage::leaveUnfinished(const std::vector<ScanTarget>& targets, FolderListing& listing) {
  for (const auto& target : targets) {
    if (target.root.id != listing.root || target.folder != listing.folder) continue;
    for (auto& file : listing.files)
      if (std::find(target.unfinished.begin(), target.unfinished.end(), file.name) !=
          target.unfinished.end())
        file.unfinished = true;
  }
}

void ScanStage::list(const std::vector<ScanTarget>& targets, BoundedQueue<FileEvent>& events) {
  for (const auto& target : targets) {
    if (target.away) {
      run_.problem(*target.away);
      continue;
    }
    const auto scanned =
        scanner_.scan(target.root, target.folder, target.depth, events, run_.token());
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

void ScanStage::settleMissing() {
  std::vector<FileId> gone;
  for (auto& entry : absent_) {
    std::sort(entry.second.begin(), entry.second.end());
    gone.insert(gone.end(), entry.second.begin(), entry.second.end());
  }
  Settled settled;
  const auto followed = run_.parts.writer.run([&](WriteToken& token) {
    return ReplacedStore(token.database()).settlePlaces(token, gone, run_.beginMs, settled);
  });
  if (!followed) return run_.problem(followed.error());
  for (const auto& [root, absent] : absent_) markMissing(root, absent);
  const auto missing = run_.parts.writer.run([&](WriteToken& token) {
    return ReplacedStore(token.database()).settleMissing(token, settled);
  });
  if (!missing) return run_.problem(missing.error());
  run_.parts.index.remove(settled.removed);
  tell(settled.changed);
}

void ScanStage::markMissing(RootId root, const std::vector<FileId>& absent) {
  if (absent.empty()) return;
  const auto accepted = accepted_.contains(root) ? Missing::Accept : Missing::AskIfMany;
  const auto marked = run_.parts.writer.run([&](WriteToken& token) {
    return FileStore(token.database()).markMissing(token, root, absent, accepted);
  });
  if (!marked) run_.problem(marked.error());
}

void ScanStage::tell(const std::vector<PhotoId>& changed) {
  if (changed.empty()) return;
  run_.write([this, changed](WriteToken& token) -> Status {
    token.afterCommit([this, changed] {
      for (const PhotoId photo : changed) run_.changed(photo);
    });
    return {};
  });
  run_.settleWrites();
}

}  // namespace calotype::catalog
