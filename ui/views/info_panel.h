// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>
#include <optional>
#include <vector>

#include "ui/bridge/catalog_bridge.h"
#include "ui/palette.h"

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QVBoxLayout;

namespace calotype::ui {

class Organiser;
class RatingRow;
class TagEditor;
class WordsLine;

/// What is known about the chosen photos and can be changed there, in the order people ask: when
/// and where, with what, how good, about what, why found, and the file. Of several photos, what
/// they share.
class InfoPanel final : public QScrollArea {
  Q_OBJECT
 public:
  InfoPanel(CatalogBridge& bridge, Organiser& organiser, QWidget* parent = nullptr);

  void setColours(const Palette& palette);
  /// None: a sentence that says what would stand here.
  void setPhotos(std::vector<catalog::PhotoRow> photos);
  void setPhoto(std::optional<catalog::PhotoRow> photo);
  /// Why the photo was found; empty when nothing was searched.
  void setReason(const QString& reason);
  void setKnownTags(const QStringList& paths);
  void setEditable(bool editable);
  /// Reads everything anew: something was edited.
  void refresh();
  void focusTags();
  void focusCaption();

 Q_SIGNALS:
  void left();                       // by Esc in a field
  void similarWanted(qint64 photo);  // a PhotoId's value
  void queryWanted(const QString& query);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  QLabel* addLabel(int size, const char* role);
  /// What is added from here on belongs together and goes when all of it is hidden.
  void beginSection();
  void hideEmptySections();
  void build();
  void connectParts();
  void readTags();
  void readWordsState();
  void showDetails(const catalog::PhotoDetails& details);
  void showSeveral();
  void showNothing(const QString& sentence);
  void saveCaption();
  std::vector<catalog::PhotoId> ids() const;

  CatalogBridge& bridge_;
  Organiser& organiser_;
  std::vector<catalog::PhotoRow> photos_;
  fs::path file_;
  QString caption_;  // as it is in the catalog
  bool editable_ = true;

  QVBoxLayout* all_ = nullptr;
  QVBoxLayout* layout_ = nullptr;  // of the section that is being built
  std::vector<QWidget*> sections_;
  QLabel* nothing_ = nullptr;
  QWidget* facts_ = nullptr;
  QLabel *when_ = nullptr, *where_ = nullptr, *camera_ = nullptr, *lens_ = nullptr,
         *title_ = nullptr, *reason_ = nullptr, *name_ = nullptr, *pixels_ = nullptr,
         *folder_ = nullptr, *copies_ = nullptr;
  RatingRow* rating_ = nullptr;
  TagEditor* tags_ = nullptr;
  WordsLine* words_ = nullptr;
  QPlainTextEdit* captionField_ = nullptr;
  QPushButton* showInFolder_ = nullptr;
  QPushButton* similar_ = nullptr;
};

}  // namespace calotype::ui
