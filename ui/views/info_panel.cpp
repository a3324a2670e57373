// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/info_panel.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/show_in_folder.h"
#include "ui/tokens.h"
#include "ui/views/describe.h"
#include "ui/views/pill_row.h"
#include "ui/views/text_label.h"

namespace calotype::ui {

namespace {

void setOrHide(QLabel* label, const QString& text) {
  label->setText(text);
  label->setVisible(!text.isEmpty());
}

}  // namespace

InfoPanel::InfoPanel(CatalogBridge& bridge, QWidget* parent)
    : QScrollArea(parent), bridge_(bridge) {
  setObjectName(QStringLiteral("infoPanel"));
  setAccessibleName(tr("Facts about the photo"));
  setFixedWidth(tokens::kPanelWidth);
  setFrameShape(QFrame::NoFrame);
  setWidgetResizable(true);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  build();
  setPhoto({});
}

QLabel* InfoPanel::addLabel(int size, const char* role) {
  auto* const label = makeLabel(TextSize(size), role, sections_.back());
  layout_->addWidget(label);
  return label;
}

void InfoPanel::beginSection() {
  auto* const section = new QWidget(facts_);
  layout_ = new QVBoxLayout(section);
  layout_->setContentsMargins({});
  layout_->setSpacing(tokens::kSpace1);
  all_->addWidget(section);
  sections_.push_back(section);
}

void InfoPanel::hideEmptySections() {
  for (auto* const section : sections_) {
    bool any = false;
    for (const auto* const child : section->findChildren<QWidget*>(Qt::FindDirectChildrenOnly))
      any = any || child->isVisibleTo(section);
    section->setVisible(any);
  }
}

void InfoPanel::build() {
  auto* const body = new QWidget(this);
  body->setObjectName(QStringLiteral("panelBody"));
  auto* const outer = new QVBoxLayout(body);
  outer->setContentsMargins(tokens::kSpace4, tokens::kSpace4, tokens::kSpace4, tokens::kSpace4);
  nothing_ = makeLabel(TextSize::Usual, "secondary", body);
  outer->addWidget(nothing_);
  facts_ = new QWidget(body);
  outer->addWidget(facts_);
  outer->addStretch(1);
  all_ = new QVBoxLayout(facts_);
  all_->setContentsMargins({});
  all_->setSpacing(tokens::kSpace4);

  const int usual = int(TextSize::Usual), small = int(TextSize::Secondary);
  beginSection();
  when_ = addLabel(int(TextSize::Title), "");
  where_ = addLabel(usual, "secondary");
  beginSection();
  camera_ = addLabel(usual, "");
  lens_ = addLabel(small, "secondary");
  stars_ = addLabel(usual, "warning");
  beginSection();
  keywords_ = new PillRow(sections_.back());
  layout_->addWidget(keywords_);
  title_ = addLabel(usual, "");
  caption_ = addLabel(usual, "");
  beginSection();
  reason_ = addLabel(usual, "secondary");
  reason_->setAccessibleName(tr("Why it was found"));
  similar_ = new QPushButton(tr("More like this"), sections_.back());
  similar_->setProperty("role", QStringLiteral("link"));
  layout_->addWidget(similar_, 0, Qt::AlignLeft);
  beginSection();
  name_ = addLabel(usual, "");
  pixels_ = addLabel(small, "secondary");
  folder_ = addLabel(small, "secondary");
  copies_ = addLabel(small, "secondary");
  showInFolder_ = new QPushButton(tr("Show in folder"), sections_.back());
  showInFolder_->setProperty("role", QStringLiteral("link"));
  layout_->addWidget(showInFolder_, 0, Qt::AlignLeft);

  connect(similar_, &QPushButton::clicked, this, [this] {
    if (photo_) Q_EMIT similarWanted(qint64(*photo_));
  });
  connect(showInFolder_, &QPushButton::clicked, this, [this] { ui::showInFolder(file_); });
  setWidget(body);
}

void InfoPanel::setColours(const Palette& palette) {
  keywords_->setColours(palette);
}

void InfoPanel::setReason(const QString& reason) {
  setOrHide(reason_, reason);
}

void InfoPanel::showNothing(const QString& sentence) {
  nothing_->setText(sentence);
  nothing_->show();
  facts_->hide();
}

void InfoPanel::setPhoto(std::optional<catalog::PhotoId> photo) {
  if (photo && photo == photo_) return;
  photo_ = photo;
  if (!photo) {
    showNothing(tr("Choose a photo to read about it here."));
    return;
  }
  // The old facts stay until the new ones are here: a moment's emptiness would flicker.
  bridge_.details(*photo, this, [this, asked = *photo](Result<catalog::PhotoDetails> details) {
    if (photo_ != asked) return;
    if (details)
      showDetails(*details);
    else
      showNothing(Words::error(details.error()));
  });
}

void InfoPanel::showDetails(const catalog::PhotoDetails& details) {
  const auto& m = details.metadata;
  const auto when = m.takenMs ? Words::moment(*m.takenMs) : tr("No date in the photo");
  when_->setText(when);
  setOrHide(where_, Words::place(m));
  setOrHide(camera_, Words::cameraLine(m));
  setOrHide(lens_, Words::lensLine(m));
  QString stars;
  if (m.rating && *m.rating > 0)
    stars = QString(*m.rating, QChar(0x2605)) + QString(5 - std::min(5, *m.rating), QChar(0x2606));
  setOrHide(stars_, stars);
  stars_->setAccessibleName(m.rating ? tr("%n star(s)", nullptr, std::max(0, *m.rating))
                                     : QString());
  QStringList words;
  for (const auto& keyword : m.keywords) words << Words::plain(keyword);
  keywords_->setWords(words);
  keywords_->setVisible(!words.isEmpty());
  setOrHide(title_, m.title == m.caption ? QString() : Words::plain(m.title));
  setOrHide(caption_, Words::plain(m.caption));

  file_ = details.files.empty() ? fs::path() : details.files.front();
  name_->setText(breakable(Words::fileName(file_)));
  pixels_->setText(tr("%1 · %2").arg(Words::pixels(m), Words::bytes(details.bytes)));
  folder_->setText(breakable(Words::path(file_.parent_path())));
  const int copies = int(details.files.size()) - 1;
  setOrHide(copies_, copies > 0 ? tr("and %n more place(s)", nullptr, copies) : QString());
  showInFolder_->setEnabled(!file_.empty());
  hideEmptySections();
  nothing_->hide();
  facts_->show();
}

}  // namespace calotype::ui
