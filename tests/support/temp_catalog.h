// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "catalog/store/catalog_file.h"
#include "catalog/store/embedding_store.h"
#include "catalog/store/failure_store.h"
#include "catalog/store/file_store.h"
#include "catalog/store/photo_store.h"
#include "catalog/store/root_store.h"
#include "catalog/store/setting_store.h"
#include "catalog/store/tag_store.h"
#include "catalog/store/text_index.h"
#include "catalog/store/text_vector_store.h"
#include "catalog/store/work_store.h"
#include "catalog/store/writer.h"
#include "tests/support/temporary_folder.h"

namespace calotype::test {

/// A real catalog in a temporary folder: a writer, a connection for reading and a store of each
/// kind over that. Made or the test ends.
class TempCatalog {
 public:
  TempCatalog();

  fs::path path() const { return folder_.path() / "catalog.db"; }
  const catalog::Database& database() const { return database_; }
  catalog::Writer& writer() { return *writer_; }

  /// Runs an edit, Result<T>(WriteToken&), and waits until it is on disk.
  template <class F>
  auto write(F&& edit) {
    return writer_->run(std::forward<F>(edit));
  }

  std::int64_t count(const std::string& table, const std::string& where = "1") const;

  /// These end the test when they fail.
  catalog::RootId addRoot(const fs::path& path);
  catalog::FileId addFile(catalog::RootId root, const std::string& path,
                          const catalog::FileStat& stat = {1000, 5'000'000'000, 1, 1});
  catalog::PhotoId addPhoto(catalog::FileId file, const catalog::Photo& photo);
  /// The same with a content made from `seed`.
  catalog::PhotoId addPhoto(catalog::FileId file, std::uint32_t seed);

 private:
  TemporaryFolder folder_;
  std::optional<catalog::Writer> writer_;
  catalog::Database database_;

 public:
  catalog::RootStore roots{database_};
  catalog::FileStore files{database_};
  catalog::PhotoStore photos{database_};
  catalog::TagStore tags{database_};
  catalog::EmbeddingStore embeddings{database_};
  catalog::TextVectorStore textVectors{database_};
  catalog::FailureStore failures{database_};
  catalog::SettingStore settings{database_};
  catalog::TextIndex text{database_};
  catalog::WorkStore work{database_};
};

/// A photo whose content hash is made from `seed`, 640 x 480, a JPEG.
catalog::Photo photoOf(std::uint32_t seed);

/// The value, or the end of the program with the error's message: for preparing a test.
template <class T>
T orDie(Result<T> result);
[[noreturn]] void dieOf(const Error& error);

template <class T>
T orDie(Result<T> result) {
  if (!result) dieOf(result.error());
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace calotype::test
