// SPDX-License-Identifier: GPL-3.0-or-later
// The facade's half that knows the user's folders, and where they are now.
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "catalog/catalog_state.h"
#include "catalog/scan/volume.h"
#include "catalog/settings.h"
#include "catalog/store/file_store.h"
#include "catalog/store/photo_store.h"
#include "catalog/store/root_store.h"
#include "catalog/store/setting_store.h"

namespace calotype::catalog {
namespace {

constexpr std::int64_t kSample = 32;  // files (R6)

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

bool isThere(const VerifiableFile& file) {
  const auto opened = openRegularFile(file.path);
  if (!opened) return false;
  const auto stat = statOf(*opened);
  return stat && stat->size == file.stat.size;
}

Error anotherFolder(const fs::path& path, std::size_t looked) {
  return {Code::ManyMissing,
          displayPath(path) + ": another folder or disk seems to be in its place: none of the " +
              std::to_string(looked) +
              " photos that were looked for is there. Nothing was changed. Connect the right disk; "
              "if the photos are gone for good, say so with: calotype-cli index --accept-missing "
              "FOLDER"};
}

}  // namespace

/// Where the target's root is now. A root that is known for certain, or in which one of its photos
/// is where it was, is the same; what it is known by is noted anew.
Status Catalog::State::locate(ScanTarget& target, const Volumes& volumes) {
  Root& root = target.root;
  struct Known {
    std::optional<FolderIdentity> identity;
    std::vector<VerifiableFile> sample;
  };
  CALOTYPE_TRY(const auto known,
               readNow([&](const Database& database, std::stop_token) -> Result<Known> {
                 Known found;
                 CALOTYPE_TRY(found.identity, RootStore(database).identity(root.id));
                 CALOTYPE_TRY(found.sample, FileStore(database).sample(root.id, kSample));
                 return found;
               }));
  auto now = volumes.identify(root.path);
  const auto& before = known.identity;
  if (before && !before->uuid.empty() && (!now || now->uuid != before->uuid)) {
    if (const auto place = volumes.find(before->uuid, before->pathInVolume)) {
      CALOTYPE_CHECK(moveRoot(root, *place));
      now = volumes.identify(root.path);
    }
  }
  if (!now) return {};  // the scan will say why
  const bool same = !before || before->isCertainly(*now) || known.sample.empty() ||
                    std::any_of(known.sample.begin(), known.sample.end(), isThere);
  if (!same && !target.acceptMissing) {
    target.away = anotherFolder(root.path, known.sample.size());
    return {};
  }
  if (before == now) return {};
  CALOTYPE_TRY(auto* const writing_, writing());
  return writing_->run([&](WriteToken& token) {
    return RootStore(token.database()).setIdentity(token, root.id, *now);
  });
}

Result<std::vector<Root>> Catalog::State::knownRoots() {
  return readNow(
      [](const Database& database, std::stop_token) { return RootStore(database).all(); });
}

/// A folder that somebody names may be a root whose disk was mounted elsewhere before.
Status Catalog::State::followDisk(const fs::path& folder) {
  const auto volumes = Volumes::mounted(options.mountTable, options.disks);
  const auto now = volumes.identify(folder);
  if (!now || now->uuid.empty()) return {};
  CALOTYPE_TRY(auto roots, knownRoots());
  for (Root& root : roots) {
    CALOTYPE_TRY(const auto known, readNow([&](const Database& database, std::stop_token) {
                   return RootStore(database).identity(root.id);
                 }));
    if (!known || known->uuid != now->uuid) continue;
    const auto place = volumes.find(known->uuid, known->pathInVolume);
    if (!place || *place == root.path || canBeListed(root.path)) continue;
    CALOTYPE_CHECK(moveRoot(root, *place));
  }
  return {};
}

/// The root's disk is mounted at another place now. When that overlaps another root, it stays where
/// it was, as a root that is not there.
Status Catalog::State::moveRoot(Root& root, const fs::path& place) {
  CALOTYPE_TRY(auto* const writing_, writing());
  const auto moved = writing_->run(
      [&](WriteToken& token) { return RootStore(token.database()).moveTo(token, root.id, place); });
  if (!moved && moved.error().code == Code::InvalidArgument) return {};
  CALOTYPE_CHECK(moved);
  root.path = place;
  watchRoots();
  observer.tell([](auto& o) { o.photosChanged({}); });
  return {};
}

Result<ScanTarget> Catalog::State::scanTarget(const fs::path& folder) {
  return readNow([&](const Database& database, std::stop_token) -> Result<ScanTarget> {
    CALOTYPE_TRY(auto root, RootStore(database).containing(folder));
    if (!root)
      return fail(Code::NotFound,
                  displayPath(folder) + " is in no folder of the catalog. Add the folder first.");
    auto below = relativeTo(folder, root->path).value_or("");
    return ScanTarget{std::move(*root), std::move(below)};
  });
}

Result<RootId> Catalog::addFolder(const fs::path& folder) {
  CALOTYPE_TRY(auto* const writer, state_->writing());
  CALOTYPE_TRY(const auto path, canonicalFolder(folder));
  if (!canBeListed(path))
    return fail(Code::Permission, displayPath(path) +
                                      " cannot be read. Give yourself the right to list the "
                                      "folder, then try again.");
  CALOTYPE_CHECK(state_->followDisk(path));
  CALOTYPE_TRY(const auto added, writer->run([&](WriteToken& token) {
    return RootStore(token.database()).addOnce(token, path);
  }));
  state_->watchRoots();
  return added;
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
    state_->watchRoots();
    state_->observer.tell([&](auto& observer) { observer.photosChanged({}); });
    return wasIndexing ? startIndexing() : Status();
  }
  return fail(Code::NotFound, displayPath(path) +
                                  " is not a folder of the catalog. List them with: calotype-cli "
                                  "folders");
}

Status Catalog::excludeFolder(const fs::path& folder) {
  CALOTYPE_TRY(auto* const writer, state_->writing());
  CALOTYPE_TRY(const auto target, state_->scanTarget(withoutTrailingSlash(folder)));
  const bool wasIndexing = progress().state != Progress::State::Idle;
  stopIndexing();
  waitForIndexing();
  CALOTYPE_TRY(const auto forgotten, writer->run([&](WriteToken& token) {
    return RootStore(token.database()).exclude(token, target.root.id, target.folder);
  }));
  state_->index->remove(forgotten.photos);
  CALOTYPE_CHECK(state_->thumbnails->forget(forgotten.contents));
  state_->watchRoots();
  state_->observer.tell([&](auto& observer) { observer.photosChanged({}); });
  return wasIndexing ? startIndexing() : Status();
}

Status Catalog::includeFolder(const fs::path& folder) {
  CALOTYPE_TRY(auto* const writer, state_->writing());
  const auto path = withoutTrailingSlash(folder);
  CALOTYPE_TRY(const auto target, state_->scanTarget(path));
  const auto included = writer->run([&](WriteToken& token) {
    return RootStore(token.database()).include(token, target.root.id, target.folder);
  });
  CALOTYPE_CHECK(included);
  state_->watchRoots();
  return startIndexing({path});
}

Result<std::vector<Root>> Catalog::roots() {
  CALOTYPE_TRY(auto roots, state_->knownRoots());
  for (auto& root : roots) {
    root.available = canBeListed(root.path);
    root.writable = root.available && ::access(root.path.c_str(), W_OK) == 0;
  }
  return roots;
}

Result<std::vector<Folder>> Catalog::folders() {
  return state_->surveyNow(
      [](const Database& database, std::stop_token) { return PhotoStore(database).folders(); });
}

Status Catalog::startIndexing(std::vector<fs::path> folders, bool acceptMissing) {
  return state_->beginIndexing(std::move(folders), acceptMissing);
}

Status Catalog::State::beginIndexing(std::vector<fs::path> folders, bool acceptMissing) {
  CALOTYPE_CHECK(writing());
  if (folders.empty()) {
    CALOTYPE_TRY(const auto known, knownRoots());
    for (const auto& root : known) folders.push_back(root.path);
  }
  const auto volumes = Volumes::mounted(options.mountTable, options.disks);
  std::vector<ScanTarget> targets;
  for (const auto& folder : folders) {
    std::error_code failed;
    const fs::path path = fs::canonical(folder, failed);
    CALOTYPE_TRY(auto target, scanTarget(failed ? withoutTrailingSlash(folder) : path));
    target.acceptMissing = acceptMissing;
    CALOTYPE_CHECK(locate(target, volumes));
    targets.push_back(std::move(target));
  }
  if (!targets.empty()) indexer->start(std::move(targets));
  watchRoots();  // a disk that was away brings folders of its own
  return {};
}

void Catalog::State::indexNoticed(const std::vector<FolderChange>& changes) {
  std::vector<ScanTarget> targets;
  for (const auto& change : changes) {
    auto target = scanTarget(change.folder);
    if (!target) continue;  // its root was removed meanwhile
    if (liesIn(target->folder, target->root.excluded)) continue;
    target->noticed = true;
    target->depth = change.below ? Scanner::Depth::All : Scanner::Depth::Itself;
    target->unfinished = change.unfinished;
    // Gone again: the folder above is among the changes.
    if (!target->folder.empty() && !canBeListed(target->path())) continue;
    targets.push_back(std::move(*target));
  }
  if (!targets.empty()) indexer->start(std::move(targets));
}

void Catalog::State::watchRoots() {
  if (!watcher) return;
  const auto known = knownRoots();
  if (!known) return;
  std::vector<fs::path> folders;
  std::vector<fs::path> excluded;
  const auto setting = readNow([](const Database& database, std::stop_token) {
    return SettingStore(database).find(kWatch);
  });
  const bool wanted = !setting || numberOf(*findSetting(kWatch), *setting) > 0;
  for (const auto& root : *known) {
    if (!wanted) break;
    folders.push_back(root.path);
    for (const auto& folder : root.excluded) excluded.push_back(root.path / folder);
  }
  watcher->setFolders(std::move(folders), std::move(excluded));
}

bool Catalog::State::sparesBattery() {
  if (!options.onBattery || !options.onBattery()) return false;
  const auto setting = readNow([](const Database& database, std::stop_token) {
    return SettingStore(database).find(kOnBattery);
  });
  return !setting || numberOf(*findSetting(kOnBattery), *setting) == 0;
}

}  // namespace calotype::catalog
