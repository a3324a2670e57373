// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

#include "catalog/catalog.h"
#include "catalog/decoder_pool.h"
#include "catalog/edit/journal.h"
#include "catalog/index/index_keeper.h"
#include "catalog/job_thread.h"
#include "catalog/metadata/word_writer.h"
#include "catalog/models_in_use.h"
#include "catalog/pipeline/encoder_thread.h"
#include "catalog/pipeline/indexer.h"
#include "catalog/scan/volume.h"
#include "catalog/scan/watcher.h"
#include "catalog/search/known_words.h"
#include "catalog/search/searcher.h"
#include "catalog/snapshot_keeper.h"
#include "catalog/store/catalog_lock.h"
#include "catalog/store/database.h"
#include "catalog/store/writer.h"
#include "catalog/tagging.h"
#include "catalog/thumbnails.h"

namespace calotype::catalog {

/// The observer, if there is one. Calls and its replacement exclude one another.
class ObserverSlot {
 public:
  void set(Observer* observer) {
    const std::scoped_lock lock(mutex_);
    observer_ = observer;
  }
  template <class Call>
  void tell(Call&& call) {
    const std::scoped_lock lock(mutex_);
    if (observer_ != nullptr) call(*observer_);
  }

 private:
  std::mutex mutex_;
  Observer* observer_ = nullptr;
};

/// A stop token for the newest search; asking for one stops those before it.
class NewestSearch {
 public:
  std::stop_token next() {
    const std::scoped_lock lock(mutex_);
    current_.request_stop();
    current_ = {};
    return current_.get_token();
  }

 private:
  std::mutex mutex_;
  std::stop_source current_;
};

/// What a catalog is made of. Members end in the reverse of their order: first the threads that
/// make work, last the writer, when all is written, and the lock.
struct Catalog::State {
  explicit State(CatalogOptions options);
  ~State();

  /// Opens files and starts threads. The errors of Catalog::open.
  Status open();
  /// The writer; Busy when the catalog was opened read-only.
  Result<Writer*> writing();

  /// Runs `read(const Database&, stop)` on the reader's thread and waits for what it gives.
  template <class Read>
  auto readNow(Read read) -> std::invoke_result_t<Read&, const Database&, std::stop_token>;
  /// The same, but `done` gets what it gives, on the reader's thread.
  template <class Read, class Done>
  void readLater(Read read, Done done);
  /// The same two on the overview's thread: for lists and counts, which take long in a large
  /// catalog and must not keep a search waiting.
  template <class Read>
  auto surveyNow(Read read) -> std::invoke_result_t<Read&, const Database&, std::stop_token>;
  template <class Read, class Done>
  void surveyLater(Read read, Done done);

  /// On the reader's thread: makes the vectors of the answering model resident, if they are not.
  Status loadVectors(std::stop_token stop);
  /// What is compared with which: of the answering model, if it is known.
  std::optional<IndexIdentity> identity() const;
  /// A query as it was typed, on the reader's thread: what is left of it once words are vectors.
  struct Question {
    Query query;
    std::vector<UnitVector> vectors;  // of the text, then of each that shall not be there
    std::size_t limit = 0;
    std::optional<IndexIdentity> madeBy{};  // whose vectors they are

    /// The next words that have no vector yet.
    std::optional<std::string> next() const;
  };
  Result<SearchPage> answer(const Question& question, std::stop_token stop);
  Result<SearchPage> answerByWords(const Question& question, std::stop_token stop);
  /// Without words: photos that pass the filters.
  Result<SearchPage> answerByFilters(const Question& question, std::stop_token stop);
  /// Busy: the vector is another model's than the one that answers by now.
  Result<SearchPage> searchByVector(const UnitVector& vector,
                                    const std::optional<IndexIdentity>& madeBy, std::size_t limit,
                                    const std::string& filter, std::stop_token stop);
  Result<SearchPage> searchLike(PhotoId id, std::size_t limit, const std::string& filter,
                                std::stop_token stop);
  /// Finds the vectors of a query's words, in the catalog if they were searched for before, and has
  /// them answered; without words it needs no model. `reply` is called on the reader's or the
  /// encoder's thread.
  void ask(Question question, std::stop_token stop, std::function<void(Result<SearchPage>)> reply);
  void askEncoder(Question question, const std::string& words, std::stop_token stop,
                  std::function<void(Result<SearchPage>)> reply);
  /// On the reader's thread: adds the vectors of words that are known, up to the first that are
  /// not. True: all are.
  bool addKnownVectors(Question& question);
  void answerLater(Question question, std::stop_token stop,
                   std::function<void(Result<SearchPage>)> reply);

  /// The photo whose content this file has, if it has a vector of the resident ones: it is the best
  /// answer to itself, even among twins, and needs no model.
  std::optional<PhotoId> photoWithVector(const Database& database, const fs::path& file) const;
  /// The answering model's input for a picture file; waits for the choice and a decoder.
  Result<Rgb8> cropOf(const fs::path& file, std::stop_token stop);
  /// On the picture thread: decodes a photo from the first of its files that still holds it.
  Result<Decoded> decodeAgain(PhotoId id, const DecodeRequest& request, std::stop_token stop);
  Result<std::string> thumbnailOf(PhotoId id, std::stop_token stop);

  /// photos: how many it is about.
  Result<EditDone> change(std::size_t photos,
                          const std::function<Result<EditDone>(WriteToken&, Journal&)>& work);

  // --- the model (catalog_models.cpp) ---
  ModelsInUse::Encoder makeEncoder(const fs::path& asked, const std::string& remembered);
  Status useModel(const fs::path& folder);
  // On the reader's thread:
  Status changeModel(const ModelsInUse::Encoder& next, const std::string& key);
  /// Ends a change whose chosen model has seen what the former one had, or whose former one is
  /// gone.
  void settleModelChange();
  Status finishModelChange();
  Result<std::optional<ModelChange>> modelChange(const Database& database);

  /// The vocabulary as it is installed, read once; null when it cannot be.
  std::shared_ptr<const Vocabulary> installedVocabulary();

  Result<ScanTarget> scanTarget(const fs::path& folder);
  Status locate(ScanTarget& target, const Volumes& volumes);
  Result<std::vector<Root>> knownRoots();
  Status followDisk(const fs::path& folder);
  /// Begins to scan; the errors of Catalog::startIndexing.
  Status beginIndexing(std::vector<fs::path> folders, bool acceptMissing);
  /// On the watcher's thread.
  void indexNoticed(const std::vector<FolderChange>& changes);
  void watchRoots();
  /// On the indexer's thread.
  bool sparesBattery();
  Status moveRoot(Root& root, const fs::path& place);

  CatalogOptions options;
  // ModelStore::keyOf; once the catalog is open, the reader's thread only
  std::string rememberedModel;
  std::string formerModel;
  std::size_t exactLimit = kExactLimit;
  ObserverSlot observer;
  NewestSearch newestSearch;
  KnownWords knownWords;
  std::optional<IndexIdentity> loaded;  // the reader's thread only

  std::optional<CatalogLock> lock;
  std::unique_ptr<Writer> writer;           // none: read-only
  std::optional<Database> readerDatabase;   // the reader's thread
  std::optional<RowCache> rows;             // the reader's thread
  std::optional<Database> pictureDatabase;  // the picture thread
  std::optional<Database> surveyDatabase;   // the overview's thread
  std::unique_ptr<DecoderPool> decoders;
  std::unique_ptr<Thumbnails> thumbnails;
  std::unique_ptr<IndexKeeper> index;
  std::unique_ptr<JobThread> reading;
  std::unique_ptr<JobThread> surveying;
  ModelsInUse models;
  std::unique_ptr<JobThread> pictures;
  std::unique_ptr<Tagging> tagging;
  std::unique_ptr<Indexer> indexer;           // none: read-only
  std::unique_ptr<WordWriter> wordWriter;     // none: read-only
  std::unique_ptr<SnapshotKeeper> snapshots;  // none: read-only
  std::unique_ptr<Watcher> watcher;           // none: not asked for

 private:
  std::mutex vocabularyMutex_;
  std::shared_ptr<const Vocabulary> vocabulary_;

  Result<std::optional<PhotoSet>> photosPassingFilter(const Query& query, SearchPage& page);
  Status openFiles();
  void startThreads();
  void startModels();
  void modelChanged(const ModelStatus& status);
  void rememberModel();
  Status remember(const std::string& model, const std::string& former);
};

Error cancelledError();

namespace detail {

/// Runs `read` on the thread, which owns the connection, and gives its answer to `done` there.
template <class Read, class Done>
void ask(JobThread& thread, const Database& database, Read read, Done done) {
  using Answer = std::invoke_result_t<Read&, const Database&, std::stop_token>;
  thread.post(
      [&database, read = std::move(read), done = std::move(done)](std::stop_token stop) mutable {
        if (stop.stop_requested())
          done(Answer(tl::make_unexpected(cancelledError())));
        else
          done(Answer(read(database, stop)));
      });
}

template <class Read>
auto askAndWait(JobThread& thread, const Database& database, Read read)
    -> std::invoke_result_t<Read&, const Database&, std::stop_token> {
  using Answer = std::invoke_result_t<Read&, const Database&, std::stop_token>;
  std::promise<Answer> promise;
  auto answer = promise.get_future();
  ask(thread, database, std::move(read),
      [&promise](Answer value) { promise.set_value(std::move(value)); });
  return answer.get();
}

}  // namespace detail

template <class Read>
auto Catalog::State::readNow(Read read)
    -> std::invoke_result_t<Read&, const Database&, std::stop_token> {
  return detail::askAndWait(*reading, *readerDatabase, std::move(read));
}

template <class Read, class Done>
void Catalog::State::readLater(Read read, Done done) {
  detail::ask(*reading, *readerDatabase, std::move(read), std::move(done));
}

template <class Read>
auto Catalog::State::surveyNow(Read read)
    -> std::invoke_result_t<Read&, const Database&, std::stop_token> {
  return detail::askAndWait(*surveying, *surveyDatabase, std::move(read));
}

template <class Read, class Done>
void Catalog::State::surveyLater(Read read, Done done) {
  detail::ask(*surveying, *surveyDatabase, std::move(read), std::move(done));
}

}  // namespace calotype::catalog
