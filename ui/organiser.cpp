// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/organiser.h"

#include <utility>

#include "ui/views/describe.h"

namespace calotype::ui {

Organiser::Organiser(CatalogBridge& bridge, QObject* parent) : QObject(parent), bridge_(bridge) {
  connect(&bridge, &CatalogBridge::opened, this, &Organiser::refresh);
}

void Organiser::run(Work work, Kind kind, Done done) {
  bridge_.call<catalog::EditDone>(
      this, std::move(work),
      [this, kind, done = std::move(done)](Result<catalog::EditDone> result) {
        if (!result) {
          // Nothing to undo is no fault.
          if (kind != Kind::Edit && result.error().code == Code::NotFound)
            Q_EMIT said(Words::plain(result.error().message), false);
          else
            Q_EMIT failed(result.error());
          return refresh();
        }
        for (const auto& problem : result->problems) Q_EMIT failed(problem);
        if (result->changed) {
          const auto words = Words::edit(result->name);
          Q_EMIT said(kind == Kind::Undo   ? tr("Undone: %1").arg(words)
                      : kind == Kind::Redo ? tr("Done again: %1").arg(words)
                                           : words,
                      kind == Kind::Edit);
        }
        if (done) done(*result);
        Q_EMIT changed();
        refresh();
      });
}

void Organiser::edit(catalog::EditAction action, std::vector<catalog::PhotoId> photos, Done done) {
  run([edit = catalog::Edit{std::move(action), std::move(photos)}](
          catalog::Catalog& catalog) { return catalog.edit(edit); },
      Kind::Edit, std::move(done));
}

void Organiser::trash(std::vector<catalog::PhotoId> photos) {
  run([photos = std::move(photos)](catalog::Catalog& catalog) { return catalog.trash(photos); },
      Kind::Edit);
}

void Organiser::restore(std::vector<catalog::PhotoId> photos) {
  run([photos = std::move(photos)](catalog::Catalog& catalog) { return catalog.restore(photos); },
      Kind::Edit);
}

void Organiser::applyTags(std::shared_ptr<const catalog::TagPreview> preview) {
  run([preview = std::move(preview)](
          catalog::Catalog& catalog) { return catalog.applyTags(*preview, false); },
      Kind::Edit);
}

void Organiser::decideWords(catalog::PhotoId photo, bool bySidecar) {
  const auto word = bySidecar ? catalog::Catalog::Word::Sidecar : catalog::Catalog::Word::Catalog;
  run([=](catalog::Catalog& catalog) { return catalog.decideWords(photo, word); }, Kind::Edit);
}

void Organiser::undo() {
  run([](catalog::Catalog& catalog) { return catalog.undo(); }, Kind::Undo);
}

void Organiser::redo() {
  run([](catalog::Catalog& catalog) { return catalog.redo(); }, Kind::Redo);
}

void Organiser::refresh() {
  bridge_.call<catalog::JournalState>(
      this, [](catalog::Catalog& catalog) { return catalog.journal(); },
      [this](Result<catalog::JournalState> state) {
        if (!state) return;
        state_ = std::move(*state);
        Q_EMIT stateChanged();
      });
}

}  // namespace calotype::ui
