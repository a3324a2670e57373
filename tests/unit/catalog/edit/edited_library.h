// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "catalog/edit/journal.h"
#include "catalog/store/album_store.h"
#include "catalog/store/photo_tag_store.h"
#include "tests/support/temp_catalog.h"

namespace calotype::test {

/// A catalog with some photos, and a journal over it.
class EditedLibrary {
 public:
  explicit EditedLibrary(int photos = 12) {
    const auto root = catalog.addRoot("/photos");
    for (int i = 0; i < photos; ++i)
      ids.push_back(catalog.addPhoto(catalog.addFile(root, std::to_string(i) + ".jpg"),
                                     std::uint32_t(i + 1)));
    model = orDie(catalog.write([&](catalog::WriteToken& token) {
      return catalog.embeddings.addModelOnce(token, Sha256{1}, "model", 8);
    }));
  }

  Result<catalog::EditDone> edit(catalog::EditAction action,
                                 std::vector<catalog::PhotoId> photos = {}) {
    return catalog.write([&](catalog::WriteToken& token) {
      return catalog::Journal(token.database())
          .apply(token, {std::move(action), std::move(photos)}, ++now);
    });
  }
  Result<catalog::EditDone> undo() {
    return catalog.write([&](catalog::WriteToken& token) {
      return catalog::Journal(token.database()).undo(token, ++now);
    });
  }
  Result<catalog::EditDone> redo() {
    return catalog.write([&](catalog::WriteToken& token) {
      return catalog::Journal(token.database()).redo(token, ++now);
    });
  }
  Status propose(catalog::PhotoId photo, catalog::TagId tag, float probability) {
    return catalog
        .write([&](catalog::WriteToken& token) -> Result<bool> {
          CALOTYPE_CHECK(catalog::PhotoTagStore(token.database())
                             .propose(token, {photo, tag, 3.0f, probability}, model,
                                      "a photo of it", false, ++now));
          return true;
        })
        .map([](bool) {});
  }
  catalog::TagId tag(const std::string& path) {
    return orDie(catalog.write(
        [&](catalog::WriteToken& token) { return catalog.tags.addPath(token, path); }));
  }
  catalog::TagState state(catalog::PhotoId photo, catalog::TagId tag) const {
    return orDie(catalog::PhotoTagStore(catalog.database()).stateOf(photo, tag));
  }

  /// Everything that a person's work lies in, as text.
  std::string contents() const {
    std::string all;
    for (const char* sql :
         {"SELECT id, rating, flag, colour, caption FROM photo ORDER BY id",
          "SELECT id, parent_id, name, name_key FROM tag ORDER BY id",
          "SELECT photo_id, tag_id, origin, state, probability FROM photo_tag ORDER BY 1, 2, 3",
          "SELECT id, name, query FROM album ORDER BY id",
          "SELECT album_id, photo_id, position FROM album_photo ORDER BY 1, 2",
          "SELECT rowid, caption, tags, '' FROM photo_text ORDER BY rowid"}) {
      auto rows = orDie(catalog.database().prepare(sql));
      while (orDie(rows.step())) {
        for (int column = 0; column < 4; ++column)
          all += (rows.isNull(column) ? std::string("~") : std::string(rows.text(column))) + '|';
        all += '\n';
      }
      all += "--\n";
    }
    return all;
  }

  TempCatalog catalog;
  std::vector<catalog::PhotoId> ids;
  catalog::ModelId model{};
  std::int64_t now = 1000;
};

}  // namespace calotype::test
