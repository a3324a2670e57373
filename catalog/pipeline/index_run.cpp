// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/pipeline/index_run.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "catalog/pipeline/decode_stage.h"
#include "catalog/pipeline/encode_stage.h"
#include "catalog/store/embedding_store.h"
#include "catalog/store/quarantine_store.h"
#include "catalog/store/root_store.h"
#include "catalog/store/sidecar_store.h"

namespace calotype::catalog {
namespace {

constexpr std::size_t kJobs = 64;
constexpr std::size_t kCrops = 64;
constexpr std::size_t kPage = 256;  // rows of the work query at once

}  // namespace

IndexRun::IndexRun(const IndexerParts& parts, Gate& gate, Tally& tally, std::stop_token stop)
    : run_(parts, gate, tally, std::move(stop)), scan_(run_, bell_) {}

void IndexRun::execute(const TakeTargets& takeTargets) {
  const double encodedBefore = run_.encoder->photoSeconds();
  if (const auto version = run_.parts.decoders.version()) {
    const auto used = run_.parts.writer.run([&](WriteToken& token) {
      return QuarantineStore(token.database()).useDecoder(token, *version);
    });
    if (!used) run_.giveUp(used.error());
  }
  beginScan(takeTargets());
  chooseModel();
  pass([&](auto& jobs, const auto& reader) {
    return feedFilesWhileScanning(jobs, reader, takeTargets);
  });
  // Files that were known and turned out changed may lie behind the first pass.
  pass([this](auto& jobs, const auto& reader) { return feedFiles(jobs, reader); });
  if (!run_.token().stop_requested()) scan_.settleMissing();
  pass([this](auto& jobs, const auto& reader) { return feedSidecars(jobs, reader); });
  if (run_.model) pass([this](auto& jobs, const auto& reader) { return feedPhotos(jobs, reader); });
  run_.tally.encodeSeconds(run_.encoder->photoSeconds() - encodedBefore);
}

/// Without a model, photos are read all the same; their vectors follow when there is one.
void IndexRun::chooseModel() {
  const auto chosen = run_.encoder->chosen(run_.token());
  if (!chosen) {
    if (chosen.error().code != Code::Cancelled) run_.problem(chosen.error());
    return;
  }
  const auto& spec = chosen->spec;
  const auto identity = identityOf(*chosen);
  const auto id = run_.parts.writer.run([&](WriteToken& token) {
    return EmbeddingStore(token.database())
        .addModelOnce(token, chosen->weightsHash, spec.name, identity.dims);
  });
  if (id)
    run_.model = RunModel{*id, identity, spec.transform};
  else
    run_.giveUp(id.error());
}

/// False: nothing to scan that this run has not scanned already. What somebody said in answer to
/// this run's own question is scanned again.
bool IndexRun::beginScan(std::vector<ScanTarget> targets) {
  std::erase_if(targets, [this](const ScanTarget& target) {
    return !target.noticed && !target.acceptMissing && isWanted(target.path());
  });
  if (targets.empty()) return false;
  for (const auto& target : targets) {
    wanted_.push_back(target.path());
    if (std::find(roots_.begin(), roots_.end(), target.root.id) == roots_.end())
      roots_.push_back(target.root.id);
  }
  scan_.begin(std::move(targets));
  return true;
}

/// Feeds the stages and returns when all that was fed has been worked off and committed.
void IndexRun::pass(const Feed& feed) {
  BoundedQueue<Job> jobs(kJobs);
  BoundedQueue<Crop> crops(kCrops);
  {
    std::jthread encoding([&] { EncodeStage(run_).work(crops); });
    {
      // One more than there are processes: while they decode, it hashes and writes thumbnails.
      std::vector<std::jthread> decoding;
      for (int i = 0; i <= run_.parts.decoders.processes(); ++i)
        decoding.emplace_back([&] { decodeOnOneThread(jobs, crops); });

      const auto reader = Database::open(run_.parts.database, Mode::ReadOnly);
      const auto fed = reader ? feed(jobs, *reader) : Status(tl::make_unexpected(reader.error()));
      if (!fed) run_.giveUp(fed.error());
      jobs.close();
    }
    crops.close();
  }
  run_.settleWrites();
}

void IndexRun::decodeOnOneThread(BoundedQueue<Job>& jobs, BoundedQueue<Crop>& crops) {
  const auto reader = Database::open(run_.parts.database, Mode::ReadOnly);
  if (!reader) return run_.giveUp(reader.error());
  DecodeStage(run_, *reader, crops).work(jobs);
}

Status IndexRun::feedFilesWhileScanning(BoundedQueue<Job>& jobs, const Database& reader,
                                        const TakeTargets& takeTargets) {
  FileId after{};
  while (!run_.token().stop_requested()) {
    const bool scanning = scan_.running();  // before the query: then an empty answer is the last
    CALOTYPE_TRY(const auto files, WorkStore(reader).toRead(roots_, run_.beginMs, after, kPage));
    if (!pushFiles(files, jobs)) break;
    if (!files.empty()) {
      after = files.back().file;
    } else if (scanning) {
      bell_.wait(run_.token());
    } else if (beginScan(takeTargets())) {
      after = {};
    } else {
      break;
    }
  }
  return {};
}

Status IndexRun::feedFiles(BoundedQueue<Job>& jobs, const Database& reader) {
  for (FileId after{};;) {
    CALOTYPE_TRY(const auto files, WorkStore(reader).toRead(roots_, run_.beginMs, after, kPage));
    if (files.empty() || !pushFiles(files, jobs)) return {};
    after = files.back().file;
  }
}

Status IndexRun::feedSidecars(BoundedQueue<Job>& jobs, const Database& reader) {
  for (FileId after{};;) {
    CALOTYPE_TRY(const auto files, SidecarStore(reader).toRead(roots_, after, kPage));
    if (files.empty()) return {};
    for (const auto& file : files) {
      if (!isWanted(file.path)) continue;
      if (!run_.gate.pass(run_.token())) return {};
      if (!jobs.push({file.file, file.path, std::nullopt, true}, run_.token())) return {};
    }
    after = files.back().file;
  }
}

Status IndexRun::feedPhotos(BoundedQueue<Job>& jobs, const Database& reader) {
  const WorkStore work(reader);
  const auto& model = *run_.model;
  const auto transform = model.identity.transform;
  CALOTYPE_TRY(const auto count, work.countToEncode(roots_, model.id, transform, run_.beginMs));
  run_.tally.lackVectors(count);
  for (PhotoId after{};;) {
    CALOTYPE_TRY(const auto photos,
                 work.toEncode(roots_, model.id, transform, run_.beginMs, after, kPage));
    if (photos.empty()) return {};
    for (const auto& photo : photos) {
      if (!isWanted(photo.path)) continue;
      if (!run_.gate.pass(run_.token())) return {};
      if (!jobs.push({photo.file, photo.path, photo.photo, false}, run_.token())) return {};
    }
    after = photos.back().photo;
  }
}

/// False: stopped.
bool IndexRun::pushFiles(const std::vector<FileToRead>& files, BoundedQueue<Job>& jobs) {
  for (const auto& file : files) {
    if (!isWanted(file.path)) continue;
    if (!run_.gate.pass(run_.token())) return false;
    if (!jobs.push({file.file, file.path, std::nullopt, false}, run_.token())) return false;
  }
  return true;
}

bool IndexRun::isWanted(const fs::path& path) const {
  return std::any_of(wanted_.begin(), wanted_.end(),
                     [&](const fs::path& folder) { return relativeTo(path, folder).has_value(); });
}

}  // namespace calotype::catalog
