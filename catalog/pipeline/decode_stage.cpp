// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/pipeline/decode_stage.h"

#include <utility>

#include "catalog/metadata/sidecar_reader.h"
#include "catalog/store/quarantine_store.h"
#include "model/base/log.h"

namespace calotype::catalog {
namespace {

/// The decoder program cannot be started, which is no photo's fault: an open file cannot give
/// these.
bool noDecoder(const Error& error) {
  return error.code == Code::NotFound || error.code == Code::Permission;
}

bool isDeath(const Error& error) {
  return error.code == Code::Crashed || error.code == Code::TimedOut;
}

/// Most films say when they were taken in UTC, photos by the clock on the wall.
void onTheWall(Metadata& film) {
  if (!film.takenMs || film.offsetMinutes.value_or(0) != 0) return;
  const auto wall = localWallClock(*film.takenMs);
  film.offsetMinutes = int((wall - *film.takenMs) / 60'000);
  film.takenMs = wall;
}

}  // namespace

void DecodeStage::work(BoundedQueue<Job>& jobs) {
  while (auto job = jobs.pop(run_.token())) {
    if (!run_.gate.pass(run_.token())) return;
    if (job->beside)
      readSidecars(*job);
    else
      read(*job);
  }
}

void DecodeStage::readSidecars(const Job& job) {
  auto beside = readBeside(reader_, run_.parts.decoders, job.file, job.path, run_.token());
  run_.write([&run = run_, job, beside = std::move(beside)](WriteToken& token) -> Status {
    CALOTYPE_TRY(const bool changed, enterBeside(token, job.file, beside, nowMs()));
    if (!changed) return {};
    CALOTYPE_TRY(const auto photo,
                 token.database().value("SELECT photo_id FROM file WHERE id = ?1", job.file));
    if (photo) token.afterCommit([&run, id = PhotoId{*photo}] { run.changed(id); });
    return {};
  });
}

void DecodeStage::read(const Job& job) {
  const auto opened = open(job.path);
  if (!opened) return run_.recordFailure(job, Step::Open, opened.error());
  const auto known = photos_.find(opened->content);
  if (!known) return run_.problem(known.error());
  if (job.photo && *known != job.photo) return;  // changed since the scan: the next one sees it
  if (!job.photo && *known) return recordKnown(job, *opened, **known);

  const auto quarantined = QuarantineStore(reader_).find(opened->content);
  if (!quarantined) return run_.problem(quarantined.error());
  if (*quarantined)
    return run_.recordFailure(job, job.photo ? Step::Encode : Step::Decode, **quarantined);

  auto decoded = decode(job, *opened);
  if (!decoded && noDecoder(decoded.error())) return run_.giveUp(decoded.error());
  if (!decoded && isDeath(decoded.error())) keepAway(opened->content, decoded.error());
  if (!decoded)
    return run_.recordFailure(job, job.photo ? Step::Encode : Step::Decode, decoded.error());
  run_.tally.decoded(decoded->decodeSeconds);
  keepThumbnail(opened->content, *decoded);
  if (!job.photo) record(job, *opened, *decoded);
  if (decoded->crop.empty()) return;
  run_.tally.toEncoder();
  crops_.push({opened->content, job, std::move(decoded->crop)}, run_.token());
}

Result<DecodeStage::Opened> DecodeStage::open(const fs::path& path) const {
  Opened opened;
  CALOTYPE_TRY(opened.file, openRegularFile(path));
  CALOTYPE_TRY(opened.stat, statOf(opened.file));
  CALOTYPE_TRY(opened.content, sha256OfFile(opened.file.get()));
  return opened;
}

/// Busy when the file was written meanwhile: what was read may be a mixture.
Result<Decoded> DecodeStage::decode(const Job& job, const Opened& opened) const {
  DecodeRequest request;
  if (run_.model) request.crop = run_.model->transform;
  if (!job.photo || !run_.parts.thumbnails.has(opened.content))
    request.thumbnailEdge = kThumbnailEdge;
  request.metadata = request.pixelHash = !job.photo;
  request.films = true;
  CALOTYPE_TRY(auto decoded, run_.parts.decoders.decode(opened.file.get(), request, run_.token()));
  CALOTYPE_TRY(const auto after, statOf(opened.file));
  if (!after.sameFile(opened.stat))
    return fail(Code::Busy,
                "The file changed while it was read. It is read again at the next run.");
  return decoded;
}

void DecodeStage::keepAway(const Sha256& content, const Error& error) {
  run_.write([content, error](WriteToken& token) {
    return QuarantineStore(token.database()).add(token, content, error, nowMs());
  });
  run_.noteDeath();
}

/// A cache: a failure costs a decoding later, and no more.
void DecodeStage::keepThumbnail(const Sha256& content, const Decoded& decoded) {
  if (decoded.thumbnail.empty()) return;
  const auto jpeg = encodeThumbnail(decoded.thumbnail);
  const auto kept =
      jpeg ? run_.parts.thumbnails.put(content, *jpeg) : Status(tl::make_unexpected(jpeg.error()));
  if (!kept) logFor("catalog").warn("a thumbnail was not kept ({})", codeName(kept.error().code));
}

void DecodeStage::record(const Job& job, const Opened& opened, const Decoded& decoded) {
  Photo photo{opened.content, decoded.pixelHash, decoded.metadata, decoded.averageRgb};
  if (photo.metadata.durationMs) onTheWall(photo.metadata);
  run_.write([&run = run_, job, stat = opened.stat,
              photo = std::move(photo)](WriteToken& token) -> Status {
    CALOTYPE_TRY(const auto recorded,
                 PhotoStore(token.database()).record(token, job.file, stat, photo, nowMs()));
    token.afterCommit([&run, job, recorded] {
      run.settle(job, Outcome::Indexed);
      run.changed(recorded.photo);
    });
    return {};
  });
}

void DecodeStage::recordKnown(const Job& job, const Opened& opened, PhotoId photo) {
  run_.write([&run = run_, job, stat = opened.stat, photo](WriteToken& token) -> Status {
    CALOTYPE_TRY(const auto recorded,
                 PhotoStore(token.database()).recordKnown(token, job.file, stat, photo));
    token.afterCommit([&run, job, recorded] {
      run.settle(job, recorded.unchanged ? Outcome::Unchanged : Outcome::Indexed);
      run.changed(recorded.photo);
    });
    return {};
  });
}

}  // namespace calotype::catalog
