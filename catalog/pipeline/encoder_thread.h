// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "catalog/catalog.h"
#include "catalog/index/index_file.h"
#include "catalog/pipeline/batch_size.h"
#include "model/encoder.h"
#include "model/precision_trial.h"

namespace calotype::catalog {

/// A vector of unit length.
using UnitVector = std::vector<float>;

/// What the vectors of a model are kept under.
IndexIdentity identityOf(const model::InstalledModel& model);

struct EncoderThreadOptions {
  /// Which model: reads its configuration and hashes its weights. Called on the encoder's thread.
  std::function<Result<model::InstalledModel>()> choose;
  model::EncoderFactory open;
  model::EncoderOptions encoder;
  /// What people might search for, in English: with it a faster arithmetic is tried. Called on the
  /// encoder's thread.
  std::function<std::vector<std::string>()> sentences = [] { return std::vector<std::string>(); };
  /// After an idle while like this the model's memory is given back.
  std::chrono::milliseconds restAfter = std::chrono::minutes(5);
  /// All of the model's weights were read and found good. Called on the encoder's thread.
  std::function<void(const model::InstalledModel&)> proven = [](const model::InstalledModel&) {};
  /// Called on the encoder's thread, must return at once.
  std::function<void(const ModelStatus&)> statusChanged = [](const ModelStatus&) {};
};

/// The one thread that owns the model. It opens it when it is first needed, encodes photos in
/// batches, and lets searches jump the queue. When a faster arithmetic has not been checked with
/// the model yet, it sees the first photos too, and goes on alone if the model keeps its quality in
/// it. Any thread may call.
class EncoderThread {
 public:
  using Done = std::function<void(Result<UnitVector>)>;

  explicit EncoderThread(EncoderThreadOptions options);
  ~EncoderThread();
  EncoderThread(const EncoderThread&) = delete;
  EncoderThread& operator=(const EncoderThread&) = delete;

  /// Ends the thread, after the piece of a batch in hand; whatever still waits, or comes later,
  /// gets Cancelled.
  void end();

  /// Words will be searched for soon: begins opening the model, again if it was missing, and reads
  /// what words need, again if it was given back. Returns at once.
  void warm();
  ModelStatus status() const;
  /// Waits until it is Ready or Missing (warming if need be), or stopped.
  ModelStatus opened(std::stop_token stop = {});
  /// The chosen model: its configuration and identity, known a little before it is open. Waits for
  /// it (warming if need be). ModelMissing, or why its files are no good; Cancelled.
  Result<model::InstalledModel> chosen(std::stop_token stop = {});
  /// The chosen model, if that is already known and the model is not missing. Does not wait.
  std::optional<model::InstalledModel> chosenNow() const;

  /// One vector for the words or the crop of a search, ahead of all photos. `done` is called on the
  /// encoder's thread.
  void query(std::variant<std::string, Rgb8> by, Done done);

  /// The vectors of photos' crops, in their order; waits. A photo whose numbers are no good is
  /// Corrupt, and when the model cannot be opened all are ModelMissing.
  std::vector<Result<UnitVector>> photos(std::span<const Rgb8> crops, std::stop_token stop);

  /// The vectors of a few sentences (they are encoded in one piece), behind searches and ahead of
  /// photos; waits. ModelMissing, Unsupported (a model without words), Cancelled.
  Result<std::vector<UnitVector>> texts(std::span<const std::string> sentences,
                                        std::stop_token stop);
  /// exp(logit_scale) of the model that is open; 0 while there is none.
  float logitScale() const { return logitScale_.load(); }

  /// How many crops it takes at once just now; more in a call are encoded in several pieces.
  std::size_t pieceSize() const { return pieceSize_.load(); }

  /// Time spent in the towers for photos.
  double photoSeconds() const { return photoSeconds_.load(); }

 private:
  struct Query {
    std::variant<std::string, Rgb8> by;
    Done done;
  };
  struct Batch {
    std::span<const Rgb8> crops;
    std::stop_token stop;
    std::vector<Result<UnitVector>> vectors;
    bool finished = false;
  };

  struct Sentences {
    std::span<const std::string> texts;
    Result<std::vector<UnitVector>> vectors = std::vector<UnitVector>();
    bool finished = false;
  };

  void run(std::stop_token stop);
  void openModel();
  bool awaitWork(std::stop_token stop);
  void prepareWords();
  bool serveQuery();
  bool serveSentences();
  void serveBatch();
  Result<UnitVector> encodeQuery(const Query& query);
  Result<std::vector<UnitVector>> encodeTexts(std::span<const std::string> texts);
  std::vector<Result<UnitVector>> encodePiece(std::span<const Rgb8> crops);
  void tryFaster(std::span<const Rgb8> crops, const model::Embeddings& vectors);
  Status tryOn(std::span<const Rgb8> crops, const model::Embeddings& vectors);
  Status beginTrial();
  void endTrial();
  void setReady(const model::InstalledModel& installed);
  void setChosen(Result<model::InstalledModel> chosen);
  void setMissing(const Error& reason);
  void setStatus(ModelStatus status);
  void cancelAll();

  const EncoderThreadOptions options_;
  mutable std::mutex mutex_;  // guards the next block
  std::condition_variable_any changed_;
  bool wanted_ = false;
  bool wordsSoon_ = false;
  ModelStatus status_;
  std::optional<Result<model::InstalledModel>> chosen_;
  std::deque<Query> queries_;
  std::deque<Batch*> batches_;
  std::deque<Sentences*> sentences_;
  bool ended_ = false;

  std::unique_ptr<model::Encoder> encoder_;  // the encoder's thread only, like the next five
  std::optional<model::Tokenizer> tokenizer_;
  std::optional<model::Precision> unchecked_;  // what is to be tried while photos are encoded
  std::optional<model::PrecisionTrial> trial_;
  std::size_t photosSeen_ = 0;
  BatchSize batchSize_;
  std::atomic<std::size_t> pieceSize_ = 1;  // of batchSize_
  std::atomic<double> photoSeconds_ = 0;
  std::atomic<float> logitScale_ = 0;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace calotype::catalog
