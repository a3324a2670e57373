// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "catalog/types.h"
#include "ui/palette.h"
#include "ui/views/pill.h"

class QCompleter;
class QLineEdit;
class QStringListModel;

namespace calotype::ui {

/// One tag of the chosen photos: solid with a cross when they bear it, outlined with a tick and a
/// cross when it is proposed.
class TagPill final : public Pill {
  Q_OBJECT
 public:
  TagPill(const catalog::SharedTag& tag, int photos, const Palette& palette, QWidget* parent);
  QSize sizeHint() const override;

 protected:
  int crossRoom() const override;
  void paintEvent(QPaintEvent* event) override;

 private:
  const bool proposed_;
  const bool partly_;  // some of the photos only
};

/// The tags of the chosen photos, and a field for another.
class TagEditor final : public QWidget {
  Q_OBJECT
 public:
  explicit TagEditor(QWidget* parent = nullptr);

  void setColours(const Palette& palette);
  void setTags(const std::vector<catalog::SharedTag>& tags, int photos);
  void setKnown(const QStringList& paths);  // for completion
  void setEditable(bool editable);
  void focusField();

 Q_SIGNALS:
  void left();  // by Esc in a field
  void addWanted(const QString& path);
  void removeWanted(qint64 tag);
  void acceptWanted(qint64 tag);
  void rejectWanted(qint64 tag);
  void tagChosen(const QString& path);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void build();

  Palette colours_ = makePalette(false);
  std::vector<catalog::SharedTag> tags_;
  int photos_ = 1;
  QWidget* pills_ = nullptr;
  QLineEdit* field_ = nullptr;
  QStringListModel* known_ = nullptr;
  QCompleter* completer_ = nullptr;
};

}  // namespace calotype::ui
