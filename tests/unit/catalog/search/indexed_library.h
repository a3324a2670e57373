// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "catalog/index/index_keeper.h"
#include "catalog/scan/file_event.h"
#include "catalog/store/catalog_file.h"
#include "catalog/store/embedding_store.h"
#include "catalog/store/photo_store.h"
#include "catalog/store/root_store.h"
#include "catalog/store/writer.h"
#include "model/score/vectors.h"
#include "tests/support/temporary_folder.h"

namespace calotype::test {

/// A catalog on disk with photos, their words and vectors, as indexing leaves them.
class IndexedLibrary {
 public:
  static constexpr std::uint32_t kDims = 8;

  IndexedLibrary() {
    model = valueOf(writer.run([&](catalog::WriteToken& token) {
      return catalog::EmbeddingStore(database).addModelOnce(token, identity.model, "m", kDims);
    }));
    root = valueOf(writer.run([&](catalog::WriteToken& token) {
      return catalog::RootStore(database).addOnce(token, "/photos");
    }));
  }

  /// path: relative to the root, /photos. sortMs: when it was taken.
  catalog::PhotoId add(const std::string& path, std::int64_t sortMs,
                       std::optional<std::vector<float>> vector = {}, std::string caption = {}) {
    return valueOf(writer.run([&](catalog::WriteToken& token) -> Result<catalog::PhotoId> {
      catalog::Photo photo;
      std::memcpy(photo.content.data(), &++seed_, sizeof seed_);
      photo.metadata.takenMs = sortMs;
      photo.metadata.caption = std::move(caption);
      const auto slash = path.rfind('/');
      const auto inside = slash == std::string::npos ? std::string() : path.substr(0, slash);
      CALOTYPE_CHECK(token.database().run(
          "INSERT INTO file (root_id, path, folder, size, mtime_ns, state, seen_ms)"
          " VALUES (?1, ?2, ?3, 1, 1, 'present', 0)",
          root, catalog::asBlob(path), catalog::asBlob(inside)));
      const catalog::FileId file{token.database().lastInsertedRow()};
      CALOTYPE_TRY(
          const auto recorded,
          catalog::PhotoStore(token.database()).record(token, file, catalog::FileStat{}, photo, 0));
      if (vector) {
        model::normalise(*vector);
        CALOTYPE_CHECK(
            catalog::EmbeddingStore(token.database())
                .put(token, recorded.photo, model, identity.transform, model::toHalves(*vector)));
      }
      return recorded.photo;
    }));
  }

  void run(const std::string& sql) {
    valueOf(writer.run([&](catalog::WriteToken& token) -> Result<int> {
      CALOTYPE_CHECK(token.database().execute(sql));
      return 0;
    }));
  }

  template <class T>
  static T valueOf(Result<T> result) {
    if (!result) {
      std::fprintf(stderr, "%s\n", result.error().message.c_str());
      std::abort();
    }
    return std::move(*result);
  }

  TemporaryFolder folder;
  catalog::Writer writer{
      valueOf(catalog::openCatalog(folder.path() / "catalog.db", catalog::Mode::ReadWrite))};
  catalog::Database database =
      valueOf(catalog::Database::open(folder.path() / "catalog.db", catalog::Mode::ReadOnly));
  catalog::IndexIdentity identity{Sha256{4, 5}, 1, kDims};
  catalog::ModelId model{};
  catalog::RootId root{};

 private:
  std::uint32_t seed_ = 0;
};

}  // namespace calotype::test
