// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <functional>
#include <vector>

#include "ui/bridge/catalog_bridge.h"

namespace calotype::ui {

/// Changes what the user makes of photos, says in a few words what was done, and knows what undo
/// and redo would do. GUI thread.
class Organiser final : public QObject {
  Q_OBJECT
 public:
  explicit Organiser(CatalogBridge& bridge, QObject* parent = nullptr);

  using Done = std::function<void(const catalog::EditDone&)>;
  void edit(catalog::EditAction action, std::vector<catalog::PhotoId> photos = {}, Done done = {});
  void trash(std::vector<catalog::PhotoId> photos);
  void restore(std::vector<catalog::PhotoId> photos);
  void applyTags(std::shared_ptr<const catalog::TagPreview> preview);
  /// Ends a conflict between the catalog and the file beside a photo.
  void decideWords(catalog::PhotoId photo, bool bySidecar);
  void undo();
  void redo();
  void refresh();  // what undo and redo would do

  const catalog::JournalState& state() const { return state_; }

 Q_SIGNALS:
  /// For a note that fades. undoable: say how to take it back.
  void said(const QString& words, bool undoable);
  void failed(const calotype::Error& error);
  void changed();  // something was edited, or undone
  void stateChanged();

 private:
  using Work = std::function<Result<catalog::EditDone>(catalog::Catalog&)>;
  enum class Kind { Edit, Undo, Redo };
  void run(Work work, Kind kind, Done done = {});

  CatalogBridge& bridge_;
  catalog::JournalState state_;
};

}  // namespace calotype::ui
