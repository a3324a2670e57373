// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/catalog_state.h"

#include <algorithm>
#include <limits>
#include <thread>

#include "catalog/settings.h"
#include "catalog/store/catalog_file.h"
#include "catalog/store/photo_store.h"
#include "catalog/store/setting_store.h"
#include "model/base/log.h"

namespace calotype::catalog {
namespace {

constexpr std::size_t kReaderJobs = 64;
constexpr std::size_t kPictureJobs = 1024;

/// A reader leaves the graph to the process that writes: it always scans.
Result<std::size_t> readExactLimit(const Database& database, bool readOnly) {
  if (readOnly) return std::numeric_limits<std::size_t>::max();
  CALOTYPE_TRY(const auto text, SettingStore(database).find(kExactLimitSetting));
  return std::size_t(numberOf(*findSetting(kExactLimitSetting), text));
}

}  // namespace

Error cancelledError() {
  return {Code::Cancelled, "This was stopped for something newer."};
}

/// As many encoder threads and as many decoders as there are cores: the queue between them is full
/// or empty, so that the slower side has the machine (ViT-B/32 on two cores: 300 photos of 12
/// megapixels in 21.8 s instead of 28.8 s with one encoder thread; with a fast model no
/// difference).
Catalog::State::State(CatalogOptions options_) : options(std::move(options_)) {
  const int cores = std::max(1, int(std::thread::hardware_concurrency()));
  if (options.encoder.threads == 0) options.encoder.threads = cores;
  if (options.decoderProcesses == 0) options.decoderProcesses = cores;
}

Catalog::State::~State() {
  newestSearch.next();
  watcher.reset();
  snapshots.reset();
  indexer.reset();
  wordWriter.reset();
  pictures.reset();
  if (tagging) tagging->end();
  models.end();  // jobs of the readers may still ask which model was chosen
  surveying.reset();
  reading.reset();
  if (writer) {
    writer->post([this](WriteToken& token) { return knownWords.save(token); });
    if (const auto written = writer->barrier(); !written)
      logFor("catalog").error("the last changes were not written ({})",
                              codeName(written.error().code));
  }
}

Status Catalog::State::open() {
  CALOTYPE_CHECK(openFiles());
  startThreads();
  return {};
}

Status Catalog::State::openFiles() {
  const auto& paths = options.paths;
  if (options.readOnly) {
    const bool sound = isKnownSound(paths.lock(), paths.database());
    CALOTYPE_TRY(readerDatabase, openCatalog(paths.database(), Mode::ReadOnly,
                                             sound ? Pages::KnownSound : Pages::Check));
  } else {
    for (const auto& folder : {paths.data, paths.cache})
      CALOTYPE_CHECK(createPrivateFolder(folder));
    CALOTYPE_TRY(lock, CatalogLock::take(paths.lock()));
    const bool sound = lock->isKnownSound(paths.database());
    CALOTYPE_TRY(auto database, openCatalog(paths.database(), Mode::ReadWrite,
                                            sound ? Pages::KnownSound : Pages::Check));
    lock->sealAtEnd(paths.database());
    writer = std::make_unique<Writer>(std::move(database));
    CALOTYPE_TRY(readerDatabase, Database::open(paths.database(), Mode::ReadOnly));
  }
  rows.emplace(*readerDatabase);
  CALOTYPE_TRY(pictureDatabase, Database::open(paths.database(), Mode::ReadOnly));
  CALOTYPE_TRY(surveyDatabase, Database::open(paths.database(), Mode::ReadOnly));
  CALOTYPE_TRY(exactLimit, readExactLimit(*readerDatabase, options.readOnly));
  const SettingStore settings(*readerDatabase);
  CALOTYPE_TRY(const auto remembered, settings.find(kModelSetting));
  CALOTYPE_TRY(const auto former, settings.find(kFormerModelSetting));
  rememberedModel = remembered.value_or("");
  formerModel = former.value_or("");
  return {};
}

void Catalog::State::startThreads() {
  const auto& paths = options.paths;
  decoders = std::make_unique<DecoderPool>(
      DecoderPoolOptions{.program = options.decoderProgram, .processes = options.decoderProcesses});
  thumbnails = std::make_unique<Thumbnails>(paths.thumbnails());
  index = std::make_unique<IndexKeeper>(paths.index(), exactLimit);
  reading = std::make_unique<JobThread>(JobThread::Order::OldestFirst, kReaderJobs);
  surveying = std::make_unique<JobThread>(JobThread::Order::OldestFirst, kReaderJobs);
  pictures = std::make_unique<JobThread>(JobThread::Order::NewestFirst, kPictureJobs);
  startModels();
  tagging = std::make_unique<Tagging>(TaggingParts{
      .database = paths.database(),
      .writer = writer.get(),
      .encoder = [this] { return models.answering(); },
      .index = *index,
      .cache = paths.cache,
      .vocabulary = options.vocabulary,
      .language = options.tagLanguage,
      .loadVectors =
          [this] {
            return readNow(
                [this](const Database&, std::stop_token stop) { return loadVectors(stop); });
          },
      .photosChanged = [this](auto ids) { observer.tell([&](auto& o) { o.photosChanged(ids); }); },
  });
  if (!writer) return;
  wordWriter = std::make_unique<WordWriter>(WordWriterParts{
      .database = paths.database(),
      .writer = *writer,
      .decoders = *decoders,
      .thumbnails = *thumbnails,
      .photosChanged = [this](auto ids) { observer.tell([&](auto& o) { o.photosChanged(ids); }); },
      .problem = [this](const Error& error) { observer.tell([&](auto& o) { o.problem(error); }); },
  });
  wordWriter->wake();
  indexer = std::make_unique<Indexer>(IndexerParts{
      .database = paths.database(),
      .writer = *writer,
      .decoders = *decoders,
      .encoder = [this] { return models.chosen(); },
      .thumbnails = *thumbnails,
      .index = *index,
      .scan = {.ignored = {paths.data, paths.cache, paths.state, paths.models}},
      .rest = [this] { return sparesBattery(); },
      .restEvery = options.onBatteryEvery,
      .photosChanged = [this](auto ids) { observer.tell([&](auto& o) { o.photosChanged(ids); }); },
      .jobsChanged =
          [this] {
            reading->post([this](std::stop_token) { settleModelChange(); });
            tagging->wake();
            wordWriter->wake();
            observer.tell([](auto& o) { o.jobsChanged(); });
          },
      .problem = [this](const Error& error) { observer.tell([&](auto& o) { o.problem(error); }); },
  });
  snapshots = std::make_unique<SnapshotKeeper>(
      paths.database(), paths.snapshots(),
      [this](const Error& error) { observer.tell([&](auto& o) { o.problem(error); }); });
  if (options.watch) {
    watcher = std::make_unique<Watcher>(WatcherParts{
        .changed = [this](auto changes) { indexNoticed(changes); },
        .lookAtAll =
            [this] {
              if (const auto begun = beginIndexing({}, false); !begun)
                observer.tell([&](auto& o) { o.problem(begun.error()); });
            },
        .problem =
            [this](const Error& error) { observer.tell([&](auto& o) { o.problem(error); }); },
        .ignored = {paths.data, paths.cache, paths.state, paths.models},
        .mountTable = options.mountTable,
        .quiet = options.watchQuiet,
    });
    watchRoots();
  }
}

Result<Writer*> Catalog::State::writing() {
  if (!writer)
    return fail(Code::Busy,
                "The catalog was opened for reading only. Close the other program that writes to "
                "it, then try again.");
  return writer.get();
}

std::optional<PhotoId> Catalog::State::photoWithVector(const Database& database,
                                                       const fs::path& file) const {
  const auto opened = openRegularFile(file, Links::Follow);
  if (!opened) return std::nullopt;
  const auto content = sha256OfFile(opened->get());
  if (!content) return std::nullopt;
  const auto photo = PhotoStore(database).find(*content);
  if (!photo || !*photo || !index->index().vectorOf(**photo)) return std::nullopt;
  return *photo;
}

Result<Rgb8> Catalog::State::cropOf(const fs::path& file, std::stop_token stop) {
  CALOTYPE_TRY(const auto chosen, models.answering()->chosen(stop));
  CALOTYPE_TRY(const auto opened, openRegularFile(file, Links::Follow));
  DecodeRequest request;
  request.crop = chosen.spec.transform;
  auto decoded = decoders->decode(opened.get(), request, stop, true);
  if (!decoded)
    return fail(decoded.error().code, displayPath(file) + ": " + decoded.error().message);
  return std::move(decoded->crop);
}

Result<Decoded> Catalog::State::decodeAgain(PhotoId id, const DecodeRequest& request,
                                            std::stop_token stop) {
  const PhotoStore photos(*pictureDatabase);
  CALOTYPE_TRY(const auto content, photos.contentOf(id));
  CALOTYPE_TRY(const auto details, photos.details(id));
  Error error{Code::NotFound, "The photo's file is not there now. Plug its disk in again."};
  for (const auto& path : details.files) {
    const auto file = openRegularFile(path);
    if (!file) {
      error = file.error();
      continue;
    }
    const auto hash = sha256OfFile(file->get());
    if (!hash || *hash != content) continue;  // another photo by now: the next scan sees it
    return decoders->decode(file->get(), request, stop, true);
  }
  return tl::make_unexpected(error);
}

Result<std::string> Catalog::State::thumbnailOf(PhotoId id, std::stop_token stop) {
  CALOTYPE_TRY(const auto content, PhotoStore(*pictureDatabase).contentOf(id));
  if (auto kept = thumbnails->find(content)) return std::move(*kept);
  DecodeRequest request;
  request.thumbnailEdge = kThumbnailEdge;
  CALOTYPE_TRY(const auto decoded, decodeAgain(id, request, stop));
  CALOTYPE_TRY(auto jpeg, encodeThumbnail(decoded.thumbnail));
  if (const auto kept = thumbnails->put(content, jpeg); !kept)
    logFor("catalog").warn("a thumbnail was not kept ({})", codeName(kept.error().code));
  return jpeg;
}

}  // namespace calotype::catalog
