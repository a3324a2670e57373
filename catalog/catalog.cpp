// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/catalog.h"

#include <utility>

#include "catalog/catalog_state.h"
#include "catalog/store/failure_store.h"
#include "catalog/store/quarantine_store.h"

namespace calotype::catalog {
Catalog::Catalog(std::unique_ptr<State> state) : state_(std::move(state)) {}

Catalog::~Catalog() {
  state_->observer.set(nullptr);
}

Result<std::unique_ptr<Catalog>> Catalog::open(CatalogOptions options) {
  auto state = std::make_unique<State>(std::move(options));
  CALOTYPE_CHECK(state->open());
  return std::unique_ptr<Catalog>(new Catalog(std::move(state)));
}

void Catalog::setObserver(Observer* observer) {
  state_->observer.set(observer);
}

Status Catalog::retryFailures() {
  CALOTYPE_TRY(auto* const writer, state_->writing());
  return writer->run([](WriteToken& token) -> Status {
    CALOTYPE_CHECK(QuarantineStore(token.database()).clear(token));
    return FailureStore(token.database()).retryAll(token);
  });
}

void Catalog::pauseIndexing(bool paused) {
  if (state_->indexer) state_->indexer->pause(paused);
}

void Catalog::stopIndexing() {
  if (state_->indexer) state_->indexer->stop();
}

Progress Catalog::progress() const {
  auto progress = state_->indexer ? state_->indexer->progress() : Progress();
  progress.toTag = state_->tagging->pending();
  return progress;
}

IndexReport Catalog::waitForIndexing() {
  if (!state_->indexer) return {};
  auto report = state_->indexer->wait();
  state_->readNow([this](const Database&, std::stop_token) -> Status {
    state_->settleModelChange();
    return {};
  });
  return report;
}

}  // namespace calotype::catalog
