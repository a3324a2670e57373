// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <QTemporaryFile>
#include <memory>
#include <utility>
#include <vector>

#include "model/base/files.h"
#include "ui/palette.h"

class QCompleter;
class QLabel;
class QMimeData;
class QStringListModel;
class QToolButton;

namespace calotype::ui {

/// The one field to search with: words, or a picture that was dropped or pasted, which stands in it
/// as a chip. Esc clears it, then leaves it.
class SearchField final : public QLineEdit {
  Q_OBJECT
 public:
  explicit SearchField(QWidget* parent = nullptr);

  void setColours(const Palette& palette);
  /// A chip in place of words. thumbnail: may be null.
  void setPicture(const QImage& thumbnail, const QString& name);
  bool hasPicture() const { return hasPicture_; }
  /// Empties it without asking anything.
  void reset();
  /// Writes the words and asks.
  void ask(const QString& words);
  /// Underlines what was not understood (characters of the text).
  void setFaults(const std::vector<std::pair<int, int>>& spans);
  /// What could stand at the cursor; empty: nothing is offered. `begin` to the cursor is replaced.
  struct Offer {
    QString insert, detail;
    int begin = 0;
  };
  void setOffers(const std::vector<Offer>& offers);
  /// What is at its end is offered a continuation.
  bool isBeingTyped() const;

  /// The picture file that the data holds or names; pixels are put into a file of their own, which
  /// lives until the next one is made. Empty when there is none. Nothing is decoded here.
  fs::path pictureIn(const QMimeData& given);

 Q_SIGNALS:
  void wordsTyped(const QString& words);
  void offersWanted(const QString& words, int cursor);
  void pictureGiven(const calotype::fs::path& file);
  void cleared();
  void left();  // by Esc or the down arrow

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void take(const QString& row);
  void placeParts();
  void update();
  bool takePicture(const QMimeData& given);
  void clearAll();

  Palette colours_ = makePalette(false);
  bool hasPicture_ = false;
  QLabel* lens_ = nullptr;  // the icon on the left
  QLabel* chipPicture_ = nullptr;
  QLabel* chipName_ = nullptr;
  QToolButton* clear_ = nullptr;
  std::unique_ptr<QTemporaryFile> pasted_;
  std::vector<std::pair<int, int>> faults_;
  std::vector<Offer> offers_;
  QStringListModel* rows_ = nullptr;
  QCompleter* completer_ = nullptr;
};

}  // namespace calotype::ui
