// SPDX-License-Identifier: GPL-3.0-or-later
// The facade's half that finds and shows.
#include <future>
#include <utility>

#include "catalog/catalog_state.h"
#include "catalog/store/embedding_store.h"
#include "catalog/store/failure_store.h"
#include "catalog/store/photo_store.h"

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

void Catalog::search(SearchRequest request, PageDone done) {
  auto* const state = state_.get();
  const auto newest = state->newestSearch.next();
  const auto limit = request.limit;

  // How the answer is found once there is a vector, on the reader's thread.
  auto byVector = [state, newest, limit, done](Result<UnitVector> vector) {
    state->readLater(
        [=](const Database&, std::stop_token) -> Result<SearchPage> {
          if (newest.stop_requested()) return tl::make_unexpected(cancelledError());
          if (!vector) return tl::make_unexpected(vector.error());
          return state->searchByVector(*vector, limit, newest);
        },
        done);
  };

  if (const auto* id = std::get_if<PhotoId>(&request.by)) {
    state->readLater(
        [=, id = *id](const Database&, std::stop_token) {
          return state->searchLike(id, limit, newest);
        },
        done);
  } else if (const auto* file = std::get_if<fs::path>(&request.by)) {
    state->pictures->post([=, file = *file](std::stop_token stop) {
      if (const auto known = state->photoWithVector(*state->pictureDatabase, file))
        return state->readLater(
            [=](const Database&, std::stop_token) {
              return state->searchLike(*known, limit, newest);
            },
            done);
      auto crop = state->cropOf(file, EitherStop(stop, newest).token());
      if (crop)
        state->encoder->query(std::move(*crop), byVector);
      else
        byVector(tl::make_unexpected(crop.error()));
    });
  } else if (state->encoder->status().state == ModelStatus::State::Ready) {
    state->encoder->query(std::move(std::get<std::string>(request.by)), byVector);
  } else {
    if (state->encoder->status().state == ModelStatus::State::Closed) state->encoder->warm();
    state->readLater(
        [=, words = std::get<std::string>(request.by)](const Database&, std::stop_token) {
          return state->searchWords(words, limit, newest);
        },
        done);
  }
}

Result<SearchPage> Catalog::searchNow(SearchRequest request) {
  auto* const state = state_.get();
  const auto limit = request.limit;
  if (const auto* id = std::get_if<PhotoId>(&request.by)) {
    state->encoder->opened();
    return state->readNow(
        [&](const Database&, std::stop_token stop) { return state->searchLike(*id, limit, stop); });
  }

  std::promise<Result<UnitVector>> promise;
  const auto give = [&](Result<UnitVector> vector) { promise.set_value(std::move(vector)); };
  const auto* words = std::get_if<std::string>(&request.by);
  if (words) {
    state->encoder->query(*words, give);
  } else {
    const auto& file = std::get<fs::path>(request.by);
    CALOTYPE_TRY(auto crop, state->cropOf(file, {}));  // so an unreadable file is told first
    const auto known = state->readNow(
        [&](const Database& database, std::stop_token stop) -> Result<std::optional<PhotoId>> {
          CALOTYPE_CHECK(state->loadVectors(stop));
          return state->photoWithVector(database, file);
        });
    if (known && *known)
      return state->readNow([&](const Database&, std::stop_token stop) {
        return state->searchLike(**known, limit, stop);
      });
    state->encoder->query(std::move(crop), give);
  }
  const auto vector = promise.get_future().get();
  return state->readNow([&](const Database&, std::stop_token stop) -> Result<SearchPage> {
    if (vector) return state->searchByVector(*vector, limit, stop);
    if (words && vector.error().code == Code::ModelMissing)
      return state->searchWords(*words, limit, stop);
    return tl::make_unexpected(vector.error());
  });
}

void Catalog::browse(BrowseRequest request, PageDone done) {
  auto* const state = state_.get();
  state->readLater(
      [state, newest = state->newestSearch.next(), request = std::move(request)](
          const Database& database, std::stop_token) {
        return Searcher(database, state->index->index()).browse(request.folder, newest);
      },
      std::move(done));
}

void Catalog::details(PhotoId id, std::function<void(Result<PhotoDetails>)> done) {
  state_->readLater(
      [id](const Database& database, std::stop_token) { return PhotoStore(database).details(id); },
      std::move(done));
}

void Catalog::failures(std::function<void(Result<std::vector<Failure>>)> done) {
  state_->readLater(
      [](const Database& database, std::stop_token) { return FailureStore(database).all(); },
      std::move(done));
}

void Catalog::counts(std::function<void(Result<Counts>)> done) {
  state_->readLater(
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
  return state_->readNow(
      [](const Database& database, std::stop_token) { return FailureStore(database).all(); });
}

Result<Counts> Catalog::countsNow() {
  return state_->readNow([this](const Database& database, std::stop_token) {
    return readCounts(database, state_->identity());
  });
}

Result<Metadata> Catalog::metadataOf(const fs::path& file) {
  CALOTYPE_TRY(const auto opened, openRegularFile(file, Links::Follow));
  DecodeRequest request;
  request.metadata = true;
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
