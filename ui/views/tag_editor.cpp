// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/tag_editor.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QStringListModel>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/icons.h"
#include "ui/tokens.h"
#include "ui/views/describe.h"
#include "ui/views/flow_layout.h"
#include "ui/views/text_label.h"

namespace calotype::ui {

namespace {

constexpr int kSignRoom = 22, kField = 30, kWidest = 250;

}  // namespace

TagPill::TagPill(const catalog::SharedTag& tag, int photos, const Palette& palette, QWidget* parent)
    : Pill(palette, parent),
      proposed_(tag.accepted == 0),
      partly_(tag.accepted > 0 && tag.accepted < photos) {
  const auto name = Words::plain(tag.name);
  setText(partly_ ? tr("%1 (%2)").arg(name, Words::count(tag.accepted)) : name);
  const auto path = Words::plain(tag.path);
  if (proposed_) {
    setAccessibleName(tr("Proposed tag %1, %2").arg(path, Words::sureness(tag.probability)));
    setAccessibleDescription(tr("Return accepts it, Delete refuses it"));
    setToolTip(tr("%1 · %2").arg(path, Words::sureness(tag.probability)));
  } else {
    setAccessibleName(tr("Tag %1").arg(path));
    setAccessibleDescription(tr("Return shows its photos, Delete takes it away"));
    setToolTip(path);
  }
}

QSize TagPill::sizeHint() const {
  const int signs = proposed_ ? 2 : 1;
  return {std::min(kWidest, fontMetrics().horizontalAdvance(text()) + tokens::kSpace3 +
                                signs * kSignRoom + 3 * tokens::kSpace1),
          kHeight};
}

int TagPill::crossRoom() const {
  return kSignRoom + tokens::kSpace1;
}

void TagPill::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF ground = QRectF(rect()).adjusted(0.75, 0.75, -0.75, -0.75);
  QPen pen(hasFocus()  ? colours().accent
           : proposed_ ? colours().secondary
                       : QColor(Qt::transparent),
           hasFocus() ? 2 : 1);
  if (proposed_ && !hasFocus()) pen.setStyle(Qt::DashLine);
  painter.setPen(pen);
  painter.setBrush(proposed_ ? QColor(Qt::transparent) : colours().pressed);
  painter.drawRoundedRect(ground, kHeight / 2.0, kHeight / 2.0);
  const int signs = (proposed_ ? 2 : 1) * kSignRoom;
  const auto room = rect().adjusted(tokens::kSpace3, 0, -signs - tokens::kSpace1, 0);
  painter.setPen(proposed_ ? colours().secondary : colours().text);
  painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                   fontMetrics().elidedText(text(), Qt::ElideRight, room.width()));
  const auto sign = [&](const QString& name, int place, const QColor& colour) {
    painter.drawPixmap(width() - place * kSignRoom - tokens::kSpace1 + (kSignRoom - kSign) / 2,
                       (height() - kSign) / 2,
                       iconPixmap(name, colour, kSign, devicePixelRatioF()));
  };
  sign(QStringLiteral("close"), 1, colours().secondary);
  if (proposed_) sign(QStringLiteral("check"), 2, colours().good);
}

TagEditor::TagEditor(QWidget* parent) : QWidget(parent) {
  auto* const layout = new QVBoxLayout(this);
  layout->setContentsMargins({});
  layout->setSpacing(tokens::kSpace2);
  pills_ = new QWidget(this);
  auto policy = QSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
  policy.setHeightForWidth(true);
  pills_->setSizePolicy(policy);
  new FlowLayout(pills_, tokens::kSpace1);
  layout->addWidget(pills_);
  field_ = new QLineEdit(this);
  field_->setFixedHeight(kField);
  field_->setPlaceholderText(tr("Add a tag"));
  field_->setAccessibleName(tr("Add a tag"));
  field_->setToolTip(tr("A name, or “animals/dog” for one below another (T)"));
  field_->setMaxLength(16'384);
  field_->installEventFilter(this);
  layout->addWidget(field_);
  known_ = new QStringListModel(this);
  completer_ = new QCompleter(known_, this);
  completer_->setCaseSensitivity(Qt::CaseInsensitive);
  completer_->setFilterMode(Qt::MatchContains);
  completer_->popup()->setAccessibleName(tr("Known tags"));
  field_->setCompleter(completer_);
  connect(field_, &QLineEdit::returnPressed, this, [this] {
    const auto typed = field_->text().trimmed();
    if (typed.isEmpty()) return;
    // The completer still writes its choice into the field after this.
    QTimer::singleShot(0, field_, &QLineEdit::clear);
    Q_EMIT addWanted(typed);
  });
}

bool TagEditor::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::KeyPress) {
    auto* const key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_Escape && watched == field_) {
      field_->clear();
      Q_EMIT left();
      return true;
    }
  }
  return QWidget::eventFilter(watched, event);
}

void TagEditor::setColours(const Palette& palette) {
  colours_ = palette;
  build();
}

void TagEditor::setTags(const std::vector<catalog::SharedTag>& tags, int photos) {
  tags_ = tags;
  photos_ = photos;
  build();
}

void TagEditor::setKnown(const QStringList& paths) {
  known_->setStringList(paths);
}

void TagEditor::setEditable(bool editable) {
  field_->setVisible(editable);
}

void TagEditor::focusField() {
  field_->setFocus(Qt::ShortcutFocusReason);
}

void TagEditor::build() {
  for (auto* const old : pills_->findChildren<TagPill*>()) {
    old->hide();
    pills_->layout()->removeWidget(old);
    old->deleteLater();
  }
  for (const auto& tag : tags_) {
    auto* const pill = new TagPill(tag, photos_, colours_, pills_);
    pills_->layout()->addWidget(pill);
    pill->show();
    const auto id = qint64(tag.tag);
    const bool proposed = tag.accepted == 0;
    connect(pill, &Pill::takenAway, this,
            [this, id, proposed] { proposed ? Q_EMIT rejectWanted(id) : Q_EMIT removeWanted(id); });
    connect(pill, &Pill::chosen, this, [this, id, proposed, path = Words::plain(tag.path)] {
      proposed ? Q_EMIT acceptWanted(id) : Q_EMIT tagChosen(path);
    });
  }
  pills_->setVisible(!tags_.empty());
  pills_->updateGeometry();
  updateGeometry();
}

}  // namespace calotype::ui
