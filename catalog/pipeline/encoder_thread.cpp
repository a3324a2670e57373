// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/pipeline/encoder_thread.h"

#include <chrono>
#include <new>
#include <utility>

#include "model/base/log.h"
#include "model/image/image_transform.h"
#include "model/score/vectors.h"

namespace calotype::catalog {
namespace {

using Clock = std::chrono::steady_clock;

// Somebody's few photos of today are seen sooner than another encoder is opened.
constexpr std::size_t kManyPhotos = 64;

Error cancelled() {
  return {Code::Cancelled, "The model was asked to stop."};
}

std::vector<Result<UnitVector>> all(std::size_t count, const Error& error) {
  return std::vector<Result<UnitVector>>(count, tl::make_unexpected(error));
}

Result<UnitVector> unitVector(std::span<const float> row) {
  UnitVector vector(row.begin(), row.end());
  if (!model::normalise(vector))
    return fail(Code::Corrupt,
                "The model gave no usable numbers for this picture (all zero, or not numbers).");
  return vector;
}

/// Calls into the plug-in; memory that runs out there is an error like any other.
template <class Call>
Result<model::Embeddings> guarded(Call&& call, std::size_t expected) {
  try {
    CALOTYPE_TRY(model::Embeddings embeddings, call());
    if (embeddings.count() != expected || embeddings.rows.size() != expected * embeddings.dims)
      return fail(Code::Internal,
                  "The model gave another number of vectors than it was asked for.");
    return embeddings;
  } catch (const std::bad_alloc&) {
    return fail(Code::OutOfMemory,
                "The model needs more memory than there is. Close other programs, or use a smaller "
                "model.");
  }
}

}  // namespace

IndexIdentity identityOf(const model::InstalledModel& model) {
  return {model.weightsHash, model::ImageTransform(model.spec.transform).version(),
          std::uint32_t(model.spec.dims)};
}

EncoderThread::EncoderThread(EncoderThreadOptions options)
    : options_(std::move(options)), thread_([this](std::stop_token stop) { run(stop); }) {}

EncoderThread::~EncoderThread() {
  end();
}

void EncoderThread::end() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

void EncoderThread::warm() {
  const std::scoped_lock lock(mutex_);
  if (status_.state == ModelStatus::State::Missing) {
    status_ = {};
    chosen_.reset();
  }
  wanted_ = wordsSoon_ = true;
  changed_.notify_all();
}

ModelStatus EncoderThread::status() const {
  const std::scoped_lock lock(mutex_);
  return status_;
}

ModelStatus EncoderThread::opened(std::stop_token stop) {
  std::unique_lock lock(mutex_);
  wanted_ = true;
  changed_.notify_all();
  changed_.wait(lock, stop, [&] {
    using State = ModelStatus::State;
    return status_.state == State::Ready || status_.state == State::Missing || ended_;
  });
  return status_;
}

Result<model::InstalledModel> EncoderThread::chosen(std::stop_token stop) {
  std::unique_lock lock(mutex_);
  wanted_ = true;
  changed_.notify_all();
  changed_.wait(lock, stop, [&] { return chosen_.has_value() || ended_; });
  if (!chosen_) return tl::make_unexpected(cancelled());
  return *chosen_;
}

std::optional<model::InstalledModel> EncoderThread::chosenNow() const {
  const std::scoped_lock lock(mutex_);
  if (!chosen_ || !chosen_->has_value()) return std::nullopt;
  return **chosen_;
}

void EncoderThread::query(std::variant<std::string, Rgb8> by, Done done) {
  std::unique_lock lock(mutex_);
  if (ended_) {
    lock.unlock();
    done(tl::make_unexpected(cancelled()));
    return;
  }
  wanted_ = true;
  queries_.push_back({std::move(by), std::move(done)});
  changed_.notify_all();
}

std::vector<Result<UnitVector>> EncoderThread::photos(std::span<const Rgb8> crops,
                                                      std::stop_token stop) {
  Batch batch{crops, std::move(stop), {}};
  std::unique_lock lock(mutex_);
  if (ended_) return all(crops.size(), cancelled());
  wanted_ = true;
  batches_.push_back(&batch);
  changed_.notify_all();
  changed_.wait(lock, [&] { return batch.finished; });
  return std::move(batch.vectors);
}

Result<std::vector<UnitVector>> EncoderThread::texts(std::span<const std::string> sentences,
                                                     std::stop_token stop) {
  if (stop.stop_requested()) return tl::make_unexpected(cancelled());
  Sentences job{sentences};
  std::unique_lock lock(mutex_);
  if (ended_) return tl::make_unexpected(cancelled());
  wanted_ = true;
  sentences_.push_back(&job);
  changed_.notify_all();
  changed_.wait(lock, [&] { return job.finished; });
  return std::move(job.vectors);
}

void EncoderThread::run(std::stop_token stop) {
  while (awaitWork(stop)) {
    if (!encoder_ && status().state == ModelStatus::State::Closed) openModel();
    prepareWords();
    if (!serveQuery() && !serveSentences()) serveBatch();
  }
  cancelAll();
  trial_.reset();
  tokenizer_.reset();
  encoder_.reset();
}

bool EncoderThread::awaitWork(std::stop_token stop) {
  std::unique_lock lock(mutex_);
  const auto toOpen = [this] { return wanted_ && status_.state == ModelStatus::State::Closed; };
  const auto something = [&] {
    return toOpen() || wordsSoon_ || !queries_.empty() || !sentences_.empty() || !batches_.empty();
  };
  if (encoder_ && !changed_.wait_for(lock, stop, options_.restAfter, something) &&
      !stop.stop_requested()) {
    lock.unlock();
    encoder_->rest();
    if (trial_) trial_->rest();
    lock.lock();
  }
  changed_.wait(lock, stop, something);
  return !stop.stop_requested();
}

void EncoderThread::openModel() {
  setStatus({.state = ModelStatus::State::Opening});
  const auto installed = options_.choose();
  if (!installed) return setMissing(installed.error());
  setChosen(*installed);
  auto opened = options_.open(*installed, options_.encoder);
  if (!opened) return setMissing(opened.error());
  encoder_ = std::move(*opened);
  if (!installed->knownSound) options_.proven(*installed);
  logitScale_ = encoder_->logitScale();
  if (auto tokenizer = model::Tokenizer::open(encoder_->spec())) tokenizer_ = std::move(*tokenizer);
  unchecked_ = encoder_->device().unchecked;
  logFor("catalog").info("model open on {}", encoder_->device().description);
  setReady(*installed);
}

void EncoderThread::setReady(const model::InstalledModel& installed) {
  setStatus({.state = ModelStatus::State::Ready,
             .name = encoder_->spec().name,
             .starter = installed.starter,
             .dims = encoder_->spec().dims,
             .device = encoder_->device()});
}

void EncoderThread::setChosen(Result<model::InstalledModel> chosen) {
  const std::scoped_lock lock(mutex_);
  chosen_ = std::move(chosen);
  changed_.notify_all();
}

/// Whatever the reason, for those who wait it is the model that is missing, and no photo's fault.
void EncoderThread::setMissing(const Error& reason) {
  const Error error{Code::ModelMissing, reason.message};
  setChosen(tl::make_unexpected(error));
  setStatus({.state = ModelStatus::State::Missing, .error = error});
}

void EncoderThread::setStatus(ModelStatus status) {
  {
    const std::scoped_lock lock(mutex_);
    status_ = std::move(status);
    changed_.notify_all();
  }
  options_.statusChanged(this->status());
}

void EncoderThread::prepareWords() {
  {
    const std::scoped_lock lock(mutex_);
    if (!std::exchange(wordsSoon_, false)) return;
  }
  if (!encoder_) return;
  if (const auto prepared = encoder_->prepareTexts(); !prepared)
    logFor("catalog").warn("{}", prepared.error().message);  // the search will say it too
}

bool EncoderThread::serveQuery() {
  std::unique_lock lock(mutex_);
  if (queries_.empty()) return false;
  const Query query = std::move(queries_.front());
  queries_.pop_front();
  lock.unlock();
  query.done(encodeQuery(query));
  return true;
}

Result<UnitVector> EncoderThread::encodeQuery(const Query& query) {
  if (!encoder_)
    return tl::make_unexpected(status().error.value_or(Error{Code::ModelMissing, "No model."}));
  if (const auto* words = std::get_if<std::string>(&query.by)) {
    CALOTYPE_TRY(auto vectors, encodeTexts(std::span(words, 1)));
    return std::move(vectors.front());
  }
  const std::vector<Rgb8> crops{std::get<Rgb8>(query.by)};
  CALOTYPE_TRY(const auto embeddings, guarded([&] { return encoder_->images(crops); }, 1));
  return unitVector(embeddings.row(0));
}

Result<std::vector<UnitVector>> EncoderThread::encodeTexts(std::span<const std::string> texts) {
  if (!encoder_)
    return tl::make_unexpected(status().error.value_or(Error{Code::ModelMissing, "No model."}));
  if (!tokenizer_)
    return fail(Code::Unsupported, "The model " + encoder_->spec().name +
                                       " has no vocabulary, so it cannot read words. Search by "
                                       "a picture, or give a complete model with --model.");
  std::vector<model::Tokens> tokens;
  for (const auto& text : texts) tokens.push_back(tokenizer_->encode(text));
  CALOTYPE_TRY(const auto embeddings,
               guarded([&] { return encoder_->texts(tokens); }, texts.size()));
  std::vector<UnitVector> vectors;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    CALOTYPE_TRY(auto vector, unitVector(embeddings.row(i)));
    vectors.push_back(std::move(vector));
  }
  return vectors;
}

bool EncoderThread::serveSentences() {
  std::unique_lock lock(mutex_);
  if (sentences_.empty()) return false;
  Sentences& job = *sentences_.front();  // its caller waits until it is finished
  lock.unlock();
  auto vectors = encodeTexts(job.texts);
  lock.lock();
  sentences_.pop_front();
  job.vectors = std::move(vectors);
  job.finished = true;
  changed_.notify_all();
  return true;
}

/// One piece of the oldest batch, so that a search waits for one piece at most.
void EncoderThread::serveBatch() {
  std::unique_lock lock(mutex_);
  if (batches_.empty()) return;
  Batch& batch = *batches_.front();  // its caller waits until it is finished
  lock.unlock();

  const auto rest = batch.crops.subspan(batch.vectors.size());
  auto vectors = batch.stop.stop_requested()
                     ? all(rest.size(), cancelled())
                     : encodePiece(rest.first(std::min(rest.size(), batchSize_.next())));
  for (auto& vector : vectors) batch.vectors.push_back(std::move(vector));
  pieceSize_ = batchSize_.next();

  lock.lock();
  if (batch.vectors.size() < batch.crops.size()) return;
  batches_.pop_front();
  batch.finished = true;
  changed_.notify_all();
}

/// The vectors of the piece; none when memory did not suffice and a smaller piece is to be tried.
std::vector<Result<UnitVector>> EncoderThread::encodePiece(std::span<const Rgb8> crops) {
  if (!encoder_)
    return all(crops.size(), status().error.value_or(Error{Code::ModelMissing, "No model."}));
  const auto begin = Clock::now();
  const auto embeddings = guarded([&] { return encoder_->images(crops); }, crops.size());
  if (embeddings) tryFaster(crops, *embeddings);
  const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  photoSeconds_ += seconds;
  if (!embeddings) {
    if (embeddings.error().code == Code::OutOfMemory && batchSize_.outOfMemory(crops.size()))
      return {};
    return all(crops.size(), embeddings.error());
  }
  batchSize_.took(crops.size(), seconds);
  std::vector<Result<UnitVector>> vectors;
  for (std::size_t i = 0; i < crops.size(); ++i) vectors.push_back(unitVector(embeddings->row(i)));
  return vectors;
}

/// Whatever goes wrong here is no photo's fault: the model goes on as it was.
void EncoderThread::tryFaster(std::span<const Rgb8> crops, const model::Embeddings& vectors) {
  photosSeen_ += crops.size();
  if (!unchecked_ || photosSeen_ < kManyPhotos) return;
  if (const auto tried = tryOn(crops, vectors); !tried) {
    logFor("catalog").warn("a faster arithmetic was not tried ({})", tried.error().message);
    trial_.reset();
    unchecked_.reset();
  } else if (trial_->isDone()) {
    endTrial();
  }
}

Status EncoderThread::tryOn(std::span<const Rgb8> crops, const model::Embeddings& vectors) try {
  if (!trial_) CALOTYPE_CHECK(beginTrial());
  return trial_->see(crops, vectors, *encoder_);
} catch (const std::bad_alloc&) {
  return fail(Code::OutOfMemory, "there is no memory for a second encoder");
}

Status EncoderThread::beginTrial() {
  auto options = options_.encoder;
  options.precision = *unchecked_;
  CALOTYPE_TRY(auto candidate, options_.open(*chosenNow(), options));
  std::vector<model::Tokens> sentences;
  if (tokenizer_)
    for (const auto& sentence : options_.sentences())
      sentences.push_back(tokenizer_->encode(sentence));
  trial_.emplace(std::move(candidate), sentences);
  return {};
}

void EncoderThread::endTrial() {
  const auto installed = *chosenNow();
  const auto check = trial_->judge();
  const bool keeps = model::keepsQuality(check.agreement);
  const auto& found = check.agreement;
  logFor("catalog").info(
      "{}: mean cosine {:.5f}, the same photos first {:.1f} % by words, {:.1f} % by pictures: {}",
      check.arithmetic, found.meanCosine, 100 * found.sameByWords, 100 * found.sameByPictures,
      keeps ? "used from now on" : "not used");
  const auto kept = keepPrecisionCheck(installed.spec.folder, installed.weightsHash, check);
  if (!kept) logFor("catalog").info("the check was not kept: {}", kept.error().message);
  if (keeps) encoder_ = trial_->takeCandidate();
  trial_.reset();
  unchecked_.reset();
  if (keeps) setReady(installed);
}

void EncoderThread::cancelAll() {
  std::deque<Query> queries;
  {
    const std::scoped_lock lock(mutex_);
    ended_ = true;
    queries.swap(queries_);
    for (Batch* batch : batches_) {
      while (batch->vectors.size() < batch->crops.size())
        batch->vectors.push_back(tl::make_unexpected(cancelled()));
      batch->finished = true;
    }
    batches_.clear();
    for (Sentences* job : sentences_) {
      job->vectors = tl::make_unexpected(cancelled());
      job->finished = true;
    }
    sentences_.clear();
    changed_.notify_all();
  }
  for (const auto& query : queries) query.done(tl::make_unexpected(cancelled()));
}

}  // namespace calotype::catalog
