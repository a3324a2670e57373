// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/catalog.h"

#include <utility>

#include "catalog/catalog_state.h"
#include "catalog/store/photo_store.h"
#include "catalog/store/root_store.h"

namespace calotype::catalog {
namespace {

/// Absolute and free of links, "." and "..".
Result<fs::path> canonicalFolder(const fs::path& folder) {
  std::error_code failed;
  const fs::path path = fs::canonical(folder, failed);
  if (failed)
    return fail(codeOfErrno(failed.value()), displayPath(folder) +
                                                 ": there is no such folder. Check the name, and "
                                                 "whether its disk is plugged in.");
  if (!fs::is_directory(path, failed))
    return fail(Code::InvalidArgument,
                displayPath(path) + " is a file, not a folder. Name the folder that holds it.");
  return path;
}

}  // namespace

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

Result<RootId> Catalog::addFolder(const fs::path& folder) {
  CALOTYPE_TRY(auto* const writer, state_->writing());
  CALOTYPE_TRY(const auto path, canonicalFolder(folder));
  if (!canBeListed(path))
    return fail(Code::Permission, displayPath(path) +
                                      " cannot be read. Give yourself the right to list the "
                                      "folder, then try again.");
  return writer->run(
      [&](WriteToken& token) { return RootStore(token.database()).addOnce(token, path); });
}

Status Catalog::removeFolder(const fs::path& folder) {
  CALOTYPE_TRY(auto* const writer, state_->writing());
  CALOTYPE_TRY(const auto known, roots());
  const auto path = withoutTrailingSlash(folder);
  for (const auto& root : known) {
    if (root.path != path) continue;
    const bool wasIndexing = progress().state != Progress::State::Idle;
    stopIndexing();
    waitForIndexing();
    CALOTYPE_TRY(const auto gone, writer->run([&](WriteToken& token) {
      return RootStore(token.database()).remove(token, root.id);
    }));
    state_->index->remove(gone);
    state_->observer.tell([&](auto& observer) { observer.photosChanged({}); });
    return wasIndexing ? startIndexing() : Status();
  }
  return fail(Code::NotFound, displayPath(path) +
                                  " is not a folder of the catalog. List them with: calotype-cli "
                                  "folders");
}

Result<std::vector<Root>> Catalog::roots() {
  CALOTYPE_TRY(auto roots, state_->readNow([](const Database& database, std::stop_token) {
    return RootStore(database).all();
  }));
  for (auto& root : roots) root.available = canBeListed(root.path);
  return roots;
}

Result<std::vector<Folder>> Catalog::folders() {
  return state_->readNow(
      [](const Database& database, std::stop_token) { return PhotoStore(database).folders(); });
}

Status Catalog::startIndexing(std::vector<fs::path> folders) {
  CALOTYPE_CHECK(state_->writing());
  if (folders.empty()) {
    CALOTYPE_TRY(const auto known, roots());
    for (const auto& root : known) folders.push_back(root.path);
  }
  std::vector<ScanTarget> targets;
  for (const auto& folder : folders) {
    std::error_code failed;
    const fs::path path = fs::canonical(folder, failed);
    CALOTYPE_TRY(auto target, state_->scanTarget(failed ? withoutTrailingSlash(folder) : path));
    targets.push_back(std::move(target));
  }
  if (!targets.empty()) state_->indexer->start(std::move(targets));
  return {};
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
