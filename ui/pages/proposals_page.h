// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <set>
#include <vector>

#include "ui/bridge/catalog_bridge.h"
#include "ui/models/photo_model.h"
#include "ui/palette.h"

class QLabel;
class QPushButton;
class QStackedWidget;

namespace calotype::ui {

class EmptyState;
class Organiser;
class PhotoGrid;

/// Tags that are proposed, a card a tag: its photos, how sure, and what to do with them. Return
/// accepts, Backspace refuses the chosen photos, Shift+Return accepts the rest of the card.
class ProposalsPage final : public QWidget {
  Q_OBJECT
 public:
  ProposalsPage(CatalogBridge& bridge, Organiser& organiser, QWidget* parent = nullptr);

  void setColours(const Palette& palette);
  PhotoGrid& grid() { return *grid_; }
  /// Reads the cards anew, and stays with the tag that is shown while it has photos.
  void refresh();
  void begin();  // from the first card

 Q_SIGNALS:
  void opened(qint64 photo);
  void left();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void build();
  QPushButton* addButton(const QString& text, const QString& tip, void (ProposalsPage::*slot)());
  void showCard();
  void readPhotos(catalog::TagId tag);
  void showPhotos(std::vector<catalog::PhotoRow> rows);
  void acceptChosen();
  void refuseChosen();
  void acceptAll();
  void refuseAll();
  void skip();
  void judge(bool accept, std::vector<catalog::PhotoId> photos);
  void updateButtons();
  std::vector<catalog::PhotoId> chosen() const;

  CatalogBridge& bridge_;
  Organiser& organiser_;
  PhotoModel photos_;
  std::vector<catalog::ProposalCard> cards_;
  std::optional<catalog::TagId> tag_;
  std::set<std::int64_t> skipped_;
  bool arriving_ = false;     // the photos get the keyboard as soon as they are there
  int seen_ = 0, total_ = 0;  // cards since begin()

  QStackedWidget* stack_ = nullptr;
  EmptyState* empty_ = nullptr;
  QWidget* card_ = nullptr;
  QLabel *title_ = nullptr, *sure_ = nullptr, *progress_ = nullptr;
  PhotoGrid* grid_ = nullptr;
  std::vector<QPushButton*> buttons_;
};

}  // namespace calotype::ui
