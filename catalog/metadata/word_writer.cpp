// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/metadata/word_writer.h"

#include <future>
#include <optional>
#include <utility>

#include "catalog/metadata/photo_file.h"
#include "catalog/metadata/sidecar_reader.h"
#include "catalog/pipeline/clock.h"
#include "catalog/settings.h"
#include "catalog/store/setting_store.h"
#include "model/base/log.h"

namespace calotype::catalog {

namespace {

constexpr std::size_t kPage = 64;
constexpr std::int64_t kPatienceMs = 10 * 60'000;  // until what failed is tried again

/// That cannot be done with this file, but beside it.
bool isForSidecar(const Error& error) {
  return error.code == Code::Unsupported || error.code == Code::Permission ||
         error.code == Code::TooLarge || error.code == Code::Corrupt;
}

/// One look through what is unwritten.
class Round {
 public:
  Round(const WordWriterParts& parts, const Database& reader, std::stop_token stop)
      : parts_(parts), reader_(reader), store_(reader), stop_(std::move(stop)) {}

  Status work() {
    CALOTYPE_CHECK(finishReplacing(parts_, reader_));
    while (!stop_.stop_requested()) {
      CALOTYPE_TRY(const auto photos, store_.unwritten(nowMs(), kPage));
      if (photos.empty()) return {};
      for (const auto& photo : photos) {
        if (stop_.stop_requested()) return {};
        CALOTYPE_CHECK(writePhoto(photo));
      }
    }
    return {};
  }

 private:
  Status writePhoto(const Unwritten& photo);
  Status writeBeside(const PhotoFile& file);
  Result<bool> followIfChanged(const PhotoFile& file);

  const WordWriterParts& parts_;
  const Database& reader_;
  const SidecarStore store_;
  std::stop_token stop_;
};

Status Round::writePhoto(const Unwritten& photo) {
  CALOTYPE_TRY(const auto files, filesOf(reader_, photo.photo));
  std::optional<Error> failed;
  for (const auto& file : files)
    if (const auto written = writeBeside(file); !written && !failed) failed = written.error();
  if (stop_.stop_requested() && failed) return {};
  CALOTYPE_CHECK(parts_.writer.run([&](WriteToken& token) {
    SidecarStore store(token.database());
    return failed ? store.noteFailure(token, photo, failed->message, nowMs() + kPatienceMs)
                  : store.settle(token, photo);
  }));
  parts_.photosChanged(std::span(&photo.photo, 1));
  return {};
}

/// True: the sidecars say what is known of them.
Result<bool> Round::followIfChanged(const PhotoFile& file) {
  CALOTYPE_TRY(const bool owns, ownsStem(reader_, file.id));
  CALOTYPE_TRY(const auto there, openSidecars(file.path, owns));
  CALOTYPE_TRY(const auto known, store_.known(file.id));
  if (there.stamp == known.read) return !known.conflict;
  const auto read = readBeside(reader_, parts_.decoders, file.id, file.path, stop_);
  CALOTYPE_CHECK(parts_.writer.run([&](WriteToken& token) -> Status {
    const auto entered = enterBeside(token, file.id, read, nowMs());
    return entered ? Status() : tl::make_unexpected(entered.error());
  }));
  if (!read.said) return tl::make_unexpected(read.said.error());
  CALOTYPE_TRY(const auto after, store_.known(file.id));
  return !after.conflict;
}

Status Round::writeBeside(const PhotoFile& file) {
  CALOTYPE_TRY(const auto setting, SettingStore(reader_).find(kSidecars));
  const bool sidecars = numberOf(*findSetting(kSidecars), setting) > 0;
  if (!sidecars && !file.embeds) return {};
  CALOTYPE_TRY(const bool agreed, followIfChanged(file));
  if (!agreed) return {};  // a person decides first
  CALOTYPE_TRY(const auto words, store_.wordsOf(file.photo));
  if (file.embeds) {
    const auto written = writeIntoPhoto(parts_, file, words, stop_);
    if (!written && !isForSidecar(written.error())) return written;
  }
  return writeSidecars(parts_, reader_, file, words, stop_);
}

}  // namespace

WordWriter::WordWriter(WordWriterParts parts)
    : parts_(std::move(parts)),
      thread_(std::make_unique<JobThread>(JobThread::Order::OldestFirst, 64)) {}

WordWriter::~WordWriter() = default;

void WordWriter::wake() {
  if (waiting_.exchange(true)) return;
  thread_->post([this](std::stop_token stop) {
    waiting_ = false;
    if (stop.stop_requested()) return;
    const auto reader = Database::open(parts_.database, Mode::ReadOnly);
    const auto done =
        reader ? Round(parts_, *reader, stop).work() : Status(tl::make_unexpected(reader.error()));
    if (done) return;
    logFor("catalog").warn("words were not written ({})", codeName(done.error().code));
    parts_.problem(done.error());
  });
}

void WordWriter::settle() {
  std::promise<void> done;
  auto reached = done.get_future();
  thread_->post([&done](std::stop_token) { done.set_value(); });
  reached.wait();
}

}  // namespace calotype::catalog
