// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>
#include <functional>
#include <optional>

#include "ui/bridge/catalog_bridge.h"
#include "ui/palette.h"

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace calotype::ui {

class PillRow;

/// What is known about one photo, in plain words and in the order people ask: when and where, with
/// what, about what, why it was found, and the file.
class InfoPanel final : public QScrollArea {
  Q_OBJECT
 public:
  InfoPanel(CatalogBridge& bridge, QWidget* parent = nullptr);

  void setColours(const Palette& palette);
  /// Nothing: a sentence that says what would stand here.
  void setPhoto(std::optional<catalog::PhotoId> photo);
  /// Why the photo was found; empty when nothing was searched.
  void setReason(const QString& reason);

 Q_SIGNALS:
  void similarWanted(qint64 photo);  // a PhotoId's value

 private:
  QLabel* addLabel(int size, const char* role);
  /// What is added from here on belongs together and goes when all of it is hidden.
  void beginSection();
  void hideEmptySections();
  void build();
  void showDetails(const catalog::PhotoDetails& details);
  void showNothing(const QString& sentence);

  CatalogBridge& bridge_;
  std::optional<catalog::PhotoId> photo_;
  fs::path file_;

  QVBoxLayout* all_ = nullptr;
  QVBoxLayout* layout_ = nullptr;  // of the section that is being built
  std::vector<QWidget*> sections_;
  QLabel* nothing_ = nullptr;
  QWidget* facts_ = nullptr;
  QLabel *when_ = nullptr, *where_ = nullptr, *camera_ = nullptr, *lens_ = nullptr,
         *stars_ = nullptr, *title_ = nullptr, *caption_ = nullptr, *reason_ = nullptr,
         *name_ = nullptr, *pixels_ = nullptr, *folder_ = nullptr, *copies_ = nullptr;
  PillRow* keywords_ = nullptr;
  QPushButton* showInFolder_ = nullptr;
  QPushButton* similar_ = nullptr;
};

}  // namespace calotype::ui
