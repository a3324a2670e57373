// SPDX-License-Identifier: GPL-3.0-or-later
// The facade's half that finds and shows.
#include <algorithm>
#include <chrono>
#include <future>
#include <utility>

#include "catalog/catalog_state.h"
#include "catalog/search/sql_filter.h"
#include "catalog/store/embedding_store.h"
#include "catalog/store/failure_store.h"
#include "catalog/store/photo_store.h"
#include "catalog/tags/vocabulary.h"

namespace calotype::catalog {
namespace {

/// Longer than the edge of any picture that is decoded.
constexpr std::uint32_t kFullSize = 65'500;

using PageDone = std::function<void(Result<SearchPage>)>;

Result<Counts> readCounts(const Database& database, const std::optional<IndexIdentity>& identity) {
  std::optional<ModelId> model;
  if (identity) {
    CALOTYPE_TRY(const auto row, EmbeddingStore(database).findModel(identity->model));
    if (row) model = row->id;
  }
  return PhotoStore(database).counts(model, identity ? identity->transform : 0);
}

/// The wall clock, as photos have it.
std::int64_t nowOnTheWall() {
  return localWallClock(std::chrono::duration_cast<std::chrono::milliseconds>(
                            std::chrono::system_clock::now().time_since_epoch())
                            .count());
}

/// Stops when either of two tokens does.
class EitherStop {
 public:
  EitherStop(std::stop_token first, std::stop_token second)
      : first_(std::move(first), Request{source_}), second_(std::move(second), Request{source_}) {}
  std::stop_token token() const { return source_.get_token(); }

 private:
  struct Request {
    std::stop_source source;
    void operator()() { source.request_stop(); }
  };
  std::stop_source source_;
  std::stop_callback<Request> first_, second_;
};

}  // namespace

Result<std::optional<PhotoSet>> Catalog::State::photosPassingFilter(const Query& query,
                                                                    SearchPage& page) {
  page.faults = query.faults;
  return photosPassing(*readerDatabase, query, {nowOnTheWall()}, page.faults);
}

Result<SearchPage> Catalog::State::answer(const Question& question, std::stop_token stop) {
  const auto& query = question.query;
  if (question.vectors.empty()) return answerByFilters(question, stop);
  if (stop.stop_requested()) return tl::make_unexpected(cancelledError());
  CALOTYPE_CHECK(loadVectors({}));  // a newer search needs them as much
  SearchPage filtered;
  CALOTYPE_TRY(const auto photos, photosPassingFilter(query, filtered));
  Searcher::Within within;
  if (photos) within.photos = &*photos;
  const std::size_t first = query.text.empty() ? 0 : 1;
  within.without.assign(question.vectors.begin() + std::ptrdiff_t(first), question.vectors.end());
  // "without dogs" alone: the further from dogs, the better.
  const Searcher searcher(*rows, index->index());
  auto direction = question.vectors.front();
  if (first == 0)
    for (float& value : direction) value = -value;
  CALOTYPE_TRY(auto page, searcher.byVector(direction, question.limit, within, stop));
  page.faults = std::move(filtered.faults);
  if (query.order && *query.order != Order::Relevance) {
    CALOTYPE_CHECK(searcher.arrange(page, *query.order, query.reversed));
  }
  return page;
}

Result<SearchPage> Catalog::State::answerByFilters(const Question& question, std::stop_token stop) {
  SearchPage filtered;
  CALOTYPE_TRY(const auto photos, photosPassingFilter(question.query, filtered));
  BrowseRequest request;
  request.order = question.query.order.value_or(Order::Date);
  request.reversed = question.query.reversed;
  CALOTYPE_TRY(auto page,
               Searcher(*rows, index->index()).browse(request, photos ? &*photos : nullptr, stop));
  page.faults = std::move(filtered.faults);
  if (question.limit != 0 && page.rows.size() > question.limit) page.rows.resize(question.limit);
  return page;
}

Result<SearchPage> Catalog::State::answerByWords(const Question& question, std::stop_token stop) {
  SearchPage filtered;
  CALOTYPE_TRY(const auto photos, photosPassingFilter(question.query, filtered));
  CALOTYPE_TRY(auto page, Searcher(*rows, index->index())
                              .byWords(question.query.text, question.limit,
                                       photos ? &*photos : nullptr, stop));
  page.faults = std::move(filtered.faults);
  return page;
}

Result<SearchPage> Catalog::State::searchByVector(const UnitVector& vector,
                                                  const std::optional<IndexIdentity>& madeBy,
                                                  std::size_t limit, const std::string& filter,
                                                  std::stop_token stop) {
  if (madeBy != identity())
    return fail(Code::Busy, "The model has just been changed. Search again.");
  return answer({parseQuery("x " + filter), {vector}, limit}, stop);
}

Result<SearchPage> Catalog::State::searchLike(PhotoId id, std::size_t limit,
                                              const std::string& filter, std::stop_token stop) {
  CALOTYPE_CHECK(loadVectors({}));
  SearchPage filtered;
  CALOTYPE_TRY(const auto photos, photosPassingFilter(parseQuery(filter), filtered));
  CALOTYPE_TRY(
      auto page,
      Searcher(*rows, index->index()).likePhoto(id, limit, photos ? &*photos : nullptr, stop));
  page.faults = std::move(filtered.faults);
  return page;
}

std::optional<std::string> Catalog::State::Question::next() const {
  const std::size_t words = query.text.empty() ? 0 : 1;
  if (words == 1 && vectors.empty()) return query.text;
  if (vectors.size() < words + query.without.size()) return query.without[vectors.size() - words];
  return std::nullopt;
}

bool Catalog::State::addKnownVectors(Question& question) {
  const auto by = identity();
  if (!by) return !question.next();
  if (question.madeBy != by) question.vectors.clear();
  question.madeBy = by;
  while (const auto words = question.next()) {
    auto vector = knownWords.find(*readerDatabase, *by, *words);
    if (!vector) return false;
    question.vectors.push_back(std::move(*vector));
  }
  return true;
}

void Catalog::State::ask(Question question, std::stop_token stop, PageDone reply) {
  if (!question.next()) return answerLater(std::move(question), std::move(stop), std::move(reply));
  reading->post([this, question = std::move(question), stop = std::move(stop),
                 reply = std::move(reply)](std::stop_token ended) mutable {
    if (ended.stop_requested()) return reply(tl::make_unexpected(cancelledError()));
    if (addKnownVectors(question)) return reply(answer(question, stop));
    const auto words = *question.next();
    askEncoder(std::move(question), words, std::move(stop), std::move(reply));
  });
}

/// The encoder's thread calls back until all words have a vector.
void Catalog::State::askEncoder(Question question, const std::string& words, std::stop_token stop,
                                PageDone reply) {
  const auto answering = models.answering();
  // Not the pointer that owns it: this is kept and called on its own thread.
  answering->query(words, [this, words, encoder = answering.get(), question = std::move(question),
                           stop, reply = std::move(reply)](Result<UnitVector> vector) mutable {
    const auto by = encoder->chosenNow();
    const auto madeBy = by ? std::optional(identityOf(*by)) : std::nullopt;
    const bool replaced = encoder != models.answering().get();
    if (stop.stop_requested()) return reply(tl::make_unexpected(cancelledError()));
    if (replaced || (!question.vectors.empty() && madeBy != question.madeBy))
      question.vectors.clear();
    else if (!vector)
      return reply(tl::make_unexpected(vector.error()));
    else {
      if (madeBy) knownWords.add(*madeBy, words, *vector);
      question.vectors.push_back(std::move(*vector));
    }
    question.madeBy = madeBy;
    ask(std::move(question), stop, std::move(reply));
  });
}

/// With vectors of a model that has been replaced meanwhile, the question is asked again.
void Catalog::State::answerLater(Question question, std::stop_token stop, PageDone reply) {
  reading->post([this, question = std::move(question), stop = std::move(stop),
                 reply = std::move(reply)](std::stop_token ended) mutable {
    if (ended.stop_requested()) return reply(tl::make_unexpected(cancelledError()));
    if (!question.vectors.empty() && question.madeBy != identity()) {
      question.vectors.clear();
      return ask(std::move(question), std::move(stop), std::move(reply));
    }
    reply(answer(question, stop));
  });
}

void Catalog::search(SearchRequest request, PageDone done) {
  auto* const state = state_.get();
  const auto newest = state->newestSearch.next();
  const auto limit = request.limit;
  if (const auto* id = std::get_if<PhotoId>(&request.by)) {
    state->readLater(
        [=, id = *id, filter = request.filter](const Database&, std::stop_token) {
          return state->searchLike(id, limit, filter, newest);
        },
        done);
  } else if (const auto* file = std::get_if<fs::path>(&request.by)) {
    state->pictures->post([=, file = *file, filter = request.filter](std::stop_token stop) {
      if (const auto known = state->photoWithVector(*state->pictureDatabase, file))
        return state->readLater(
            [=](const Database&, std::stop_token) {
              return state->searchLike(*known, limit, filter, newest);
            },
            done);
      auto crop = state->cropOf(file, EitherStop(stop, newest).token());
      const auto madeBy = state->identity();
      const auto byVector = [=](const Result<UnitVector>& vector) {
        state->readLater(
            [=](const Database&, std::stop_token) -> Result<SearchPage> {
              if (newest.stop_requested()) return tl::make_unexpected(cancelledError());
              if (!vector) return tl::make_unexpected(vector.error());
              return state->searchByVector(*vector, madeBy, limit, filter, newest);
            },
            done);
      };
      if (crop)
        state->models.answering()->query(std::move(*crop), byVector);
      else
        byVector(tl::make_unexpected(crop.error()));
    });
  } else {
    State::Question question{parseQuery(std::get<std::string>(request.by)), {}, limit};
    const bool words = !question.query.text.empty() || !question.query.without.empty();
    const auto answering = state->models.answering();
    if (!words || answering->status().state == ModelStatus::State::Ready)
      return state->ask(std::move(question), newest, std::move(done));
    if (answering->status().state == ModelStatus::State::Closed) answering->warm();
    state->readLater(
        [=, question = std::move(question)](const Database&, std::stop_token) mutable {
          return state->addKnownVectors(question) ? state->answer(question, newest)
                                                  : state->answerByWords(question, newest);
        },
        done);
  }
}

Result<SearchPage> Catalog::searchNow(SearchRequest request) {
  auto* const state = state_.get();
  const auto limit = request.limit;
  if (const auto* id = std::get_if<PhotoId>(&request.by)) {
    state->models.answering()->opened();
    return state->readNow([&](const Database&, std::stop_token stop) {
      return state->searchLike(*id, limit, request.filter, stop);
    });
  }
  if (const auto* words = std::get_if<std::string>(&request.by)) {
    State::Question question{parseQuery(*words), {}, limit};
    std::promise<Result<SearchPage>> promise;
    state->ask(question, {}, [&](Result<SearchPage> page) { promise.set_value(std::move(page)); });
    auto page = promise.get_future().get();
    if (page || page.error().code != Code::ModelMissing) return page;
    return state->readNow([&](const Database&, std::stop_token stop) {
      return state->answerByWords(question, stop);
    });
  }
  const auto& file = std::get<fs::path>(request.by);
  CALOTYPE_TRY(auto crop, state->cropOf(file, {}));  // so an unreadable file is told first
  const auto known = state->readNow(
      [&](const Database& database, std::stop_token stop) -> Result<std::optional<PhotoId>> {
        CALOTYPE_CHECK(state->loadVectors(stop));
        return state->photoWithVector(database, file);
      });
  if (known && *known)
    return state->readNow([&](const Database&, std::stop_token stop) {
      return state->searchLike(**known, limit, request.filter, stop);
    });
  const auto madeBy = state->identity();
  std::promise<Result<UnitVector>> promise;
  state->models.answering()->query(
      std::move(crop), [&](Result<UnitVector> vector) { promise.set_value(std::move(vector)); });
  CALOTYPE_TRY(const auto vector, promise.get_future().get());
  return state->readNow([&](const Database&, std::stop_token stop) {
    return state->searchByVector(vector, madeBy, limit, request.filter, stop);
  });
}

std::shared_ptr<const Vocabulary> Catalog::State::installedVocabulary() {
  const std::scoped_lock alone(vocabularyMutex_);
  if (!vocabulary_)
    if (auto read = Vocabulary::read(options.vocabulary))
      vocabulary_ = std::make_shared<const Vocabulary>(std::move(*read));
  return vocabulary_;
}

Result<std::vector<Advice>> Catalog::advise(const std::string& query) {
  auto advice = adviceOnDates(query, nowOnTheWall());
  const auto model = state_->models.answering()->chosenNow();
  if (!model || model->spec.language != "en") return advice;
  const auto vocabulary = state_->installedVocabulary();
  if (!vocabulary) return advice;  // tagging says so
  for (auto& each : adviceOnLanguage(query, *vocabulary))
    if (std::none_of(advice.begin(), advice.end(), [&](const Advice& other) {
          return each.at.begin < other.at.end && other.at.begin < each.at.end;
        }))
      advice.push_back(std::move(each));
  return advice;
}

void Catalog::browse(BrowseRequest request, PageDone done) {
  auto* const state = state_.get();
  state->readLater(
      [state, newest = state->newestSearch.next(), request = std::move(request)](const Database&,
                                                                                 std::stop_token) {
        return Searcher(*state->rows, state->index->index()).browse(request, nullptr, newest);
      },
      std::move(done));
}

void Catalog::details(PhotoId id, std::function<void(Result<PhotoDetails>)> done) {
  state_->readLater(
      [id](const Database& database, std::stop_token) { return PhotoStore(database).details(id); },
      std::move(done));
}

void Catalog::failures(std::function<void(Result<std::vector<Failure>>)> done) {
  state_->surveyLater(
      [](const Database& database, std::stop_token) { return FailureStore(database).all(); },
      std::move(done));
}

void Catalog::counts(std::function<void(Result<Counts>)> done) {
  state_->surveyLater(
      [state = state_.get()](const Database& database, std::stop_token) {
        return readCounts(database, state->identity());
      },
      std::move(done));
}

Result<PhotoDetails> Catalog::detailsNow(PhotoId id) {
  return state_->readNow(
      [id](const Database& database, std::stop_token) { return PhotoStore(database).details(id); });
}

Result<std::vector<Failure>> Catalog::failuresNow() {
  return state_->surveyNow(
      [](const Database& database, std::stop_token) { return FailureStore(database).all(); });
}

Result<Counts> Catalog::countsNow() {
  return state_->surveyNow([this](const Database& database, std::stop_token) {
    return readCounts(database, state_->identity());
  });
}

Result<Metadata> Catalog::metadataOf(const fs::path& file) {
  CALOTYPE_TRY(const auto opened, openRegularFile(file, Links::Follow));
  DecodeRequest request;
  request.metadata = request.films = true;
  CALOTYPE_TRY(auto decoded, state_->decoders->decode(opened.get(), request, {}, true));
  return std::move(decoded.metadata);
}

// One size is kept (kThumbnailEdge), so `edge` does not matter: the window scales it down.
void Catalog::thumbnail(PhotoId id, int /*edge*/,
                        std::function<void(PhotoId, Result<std::string>)> done) {
  state_->pictures->post(
      [state = state_.get(), id, done = std::move(done)](std::stop_token stop) {
        if (stop.stop_requested())
          done(id, tl::make_unexpected(cancelledError()));
        else
          done(id, state->thumbnailOf(id, stop));
      },
      std::int64_t(id));
}

void Catalog::cancelThumbnail(PhotoId id) {
  state_->pictures->drop(std::int64_t(id));
}

void Catalog::picture(PhotoId id, std::uint32_t edge, std::stop_token stop,
                      std::function<void(PhotoId, Result<Rgb8>)> done) {
  DecodeRequest request;
  request.pictureEdge = edge == 0 ? kFullSize : edge;
  state_->pictures->post([state = state_.get(), id, request, stop = std::move(stop),
                          done = std::move(done)](std::stop_token ended) {
    const EitherStop either(stop, ended);
    if (either.token().stop_requested()) return done(id, tl::make_unexpected(cancelledError()));
    auto decoded = state->decodeAgain(id, request, either.token());
    if (decoded)
      done(id, std::move(decoded->picture));
    else
      done(id, tl::make_unexpected(decoded.error()));
  });
}

}  // namespace calotype::catalog
