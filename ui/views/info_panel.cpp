// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/info_panel.h"

#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/organiser.h"
#include "ui/show_in_folder.h"
#include "ui/tokens.h"
#include "ui/views/describe.h"
#include "ui/views/rating_row.h"
#include "ui/views/tag_editor.h"
#include "ui/views/text_label.h"
#include "ui/views/words_line.h"

namespace calotype::ui {

using catalog::PhotoId;
using catalog::PhotoRow;

namespace {

constexpr int kCaptionHeight = 64;

void setOrHide(QLabel* label, const QString& text) {
  label->setText(text);
  label->setVisible(!text.isEmpty());
}

/// The value that all rows share; nullopt when they differ.
std::optional<int> shared(const std::vector<PhotoRow>& rows, std::int8_t PhotoRow::*value) {
  if (rows.empty()) return std::nullopt;
  const bool same = std::all_of(rows.begin(), rows.end(), [&](const PhotoRow& row) {
    return row.*value == rows.front().*value;
  });
  return same ? std::optional<int>(rows.front().*value) : std::nullopt;
}

}  // namespace

InfoPanel::InfoPanel(CatalogBridge& bridge, Organiser& organiser, QWidget* parent)
    : QScrollArea(parent), bridge_(bridge), organiser_(organiser) {
  setObjectName(QStringLiteral("infoPanel"));
  setAccessibleName(tr("Facts about the photo"));
  setFixedWidth(tokens::kPanelWidth);
  setFrameShape(QFrame::NoFrame);
  setWidgetResizable(true);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  build();
  connectParts();
  showNothing(tr("Choose a photo to read about it here."));
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
  beginSection();
  rating_ = new RatingRow(sections_.back());
  layout_->addWidget(rating_);
  beginSection();
  tags_ = new TagEditor(sections_.back());
  layout_->addWidget(tags_);
  beginSection();
  title_ = addLabel(usual, "");
  captionField_ = new QPlainTextEdit(sections_.back());
  captionField_->setPlaceholderText(tr("Add a caption"));
  captionField_->setAccessibleName(tr("Caption"));
  captionField_->setToolTip(tr("Ctrl+Return saves it, Esc leaves it as it was"));
  captionField_->setTabChangesFocus(true);
  captionField_->setFixedHeight(kCaptionHeight);
  captionField_->setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
  captionField_->installEventFilter(this);
  layout_->addWidget(captionField_);
  beginSection();
  words_ = new WordsLine(sections_.back());
  layout_->addWidget(words_);
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
  setWidget(body);
}

void InfoPanel::connectParts() {
  connect(similar_, &QPushButton::clicked, this, [this] {
    if (photos_.size() == 1) Q_EMIT similarWanted(qint64(photos_.front().id));
  });
  connect(showInFolder_, &QPushButton::clicked, this, [this] { ui::showInFolder(file_); });
  connect(rating_, &RatingRow::starsChosen, this,
          [this](int stars) { organiser_.edit(catalog::SetRating{stars}, ids()); });
  connect(rating_, &RatingRow::flagChosen, this,
          [this](int flag) { organiser_.edit(catalog::SetFlag{flag}, ids()); });
  connect(rating_, &RatingRow::colourChosen, this,
          [this](int colour) { organiser_.edit(catalog::SetColour{colour}, ids()); });
  connect(tags_, &TagEditor::addWanted, this, [this](const QString& path) {
    organiser_.edit(catalog::AddTag{path.toStdString()}, ids());
  });
  connect(tags_, &TagEditor::removeWanted, this,
          [this](qint64 tag) { organiser_.edit(catalog::RemoveTag{catalog::TagId(tag)}, ids()); });
  connect(tags_, &TagEditor::acceptWanted, this,
          [this](qint64 tag) { organiser_.edit(catalog::AcceptTag{catalog::TagId(tag)}, ids()); });
  connect(tags_, &TagEditor::rejectWanted, this,
          [this](qint64 tag) { organiser_.edit(catalog::RejectTag{catalog::TagId(tag)}, ids()); });
  connect(words_, &WordsLine::decided, this, [this](bool bySidecar) {
    if (photos_.size() == 1) organiser_.decideWords(photos_.front().id, bySidecar);
  });
  connect(tags_, &TagEditor::left, this, &InfoPanel::left);
  connect(tags_, &TagEditor::tagChosen, this, [this](const QString& path) {
    const auto plain = QString(path).replace(QStringLiteral(" / "), QStringLiteral("/"));
    Q_EMIT queryWanted(QStringLiteral("tag:") +
                       QString::fromStdString(catalog::quotedValue(plain.toStdString())));
  });
}

std::vector<PhotoId> InfoPanel::ids() const {
  std::vector<PhotoId> all;
  for (const auto& photo : photos_) all.push_back(photo.id);
  return all;
}

void InfoPanel::setColours(const Palette& palette) {
  rating_->setColours(palette);
  tags_->setColours(palette);
}

void InfoPanel::setReason(const QString& reason) {
  setOrHide(reason_, reason);
}

void InfoPanel::setKnownTags(const QStringList& paths) {
  tags_->setKnown(paths);
}

void InfoPanel::setEditable(bool editable) {
  editable_ = editable;
  rating_->setEnabled(editable);
  tags_->setEditable(editable);
  words_->setEditable(editable);
  captionField_->setReadOnly(!editable);
}

void InfoPanel::focusTags() {
  ensureWidgetVisible(tags_);
  tags_->focusField();
}

void InfoPanel::focusCaption() {
  ensureWidgetVisible(captionField_);
  captionField_->setFocus(Qt::ShortcutFocusReason);
}

void InfoPanel::showNothing(const QString& sentence) {
  nothing_->setText(sentence);
  nothing_->show();
  facts_->hide();
}

void InfoPanel::setPhoto(std::optional<PhotoRow> photo) {
  setPhotos(photo ? std::vector{*photo} : std::vector<PhotoRow>());
}

void InfoPanel::setPhotos(std::vector<PhotoRow> photos) {
  const auto same = std::equal(photos.begin(), photos.end(), photos_.begin(), photos_.end(),
                               [](const auto& a, const auto& b) { return a.id == b.id; });
  if (!same) saveCaption();
  photos_ = std::move(photos);
  rating_->setValues(shared(photos_, &PhotoRow::rating), shared(photos_, &PhotoRow::flag),
                     shared(photos_, &PhotoRow::colour));
  if (same && !photos_.empty()) return;
  refresh();
}

void InfoPanel::refresh() {
  if (photos_.empty()) return showNothing(tr("Choose a photo to read about it here."));
  readTags();
  if (photos_.size() > 1) return showSeveral();
  readWordsState();
  // The old facts stay until the new ones are here: a moment's emptiness would flicker.
  const auto asked = photos_.front().id;
  bridge_.details(asked, this, [this, asked](Result<catalog::PhotoDetails> details) {
    if (photos_.size() != 1 || photos_.front().id != asked) return;
    if (details)
      showDetails(*details);
    else
      showNothing(Words::error(details.error()));
  });
}

void InfoPanel::readTags() {
  bridge_.call<std::vector<catalog::SharedTag>>(
      this, [asked = ids()](catalog::Catalog& catalog) { return catalog.tagsOf(asked); },
      [this, asked = ids()](Result<std::vector<catalog::SharedTag>> tags) {
        if (!tags || asked != ids()) return;
        tags_->setTags(*tags, int(asked.size()));
        hideEmptySections();
      });
}

void InfoPanel::readWordsState() {
  bridge_.call<catalog::WordsState>(
      this,
      [asked = photos_.front().id](catalog::Catalog& catalog) { return catalog.wordsState(asked); },
      [this, asked = ids()](Result<catalog::WordsState> state) {
        if (!state || asked != ids()) return;
        words_->setState(*state);
        hideEmptySections();
      });
}

void InfoPanel::showSeveral() {
  const auto [first, last] =
      std::minmax_element(photos_.begin(), photos_.end(),
                          [](const PhotoRow& a, const PhotoRow& b) { return a.sortMs < b.sortMs; });
  when_->setText(tr("%n photo(s) selected", nullptr, int(photos_.size())));
  const auto from = Words::day(first->sortMs), until = Words::day(last->sortMs);
  setOrHide(where_, from == until ? from : tr("%1 to %2").arg(from, until));
  for (auto* const label : {camera_, lens_, title_, name_, pixels_, folder_, copies_, reason_})
    setOrHide(label, {});
  words_->setState({});
  similar_->hide();
  showInFolder_->hide();
  caption_.clear();
  captionField_->setPlainText({});
  captionField_->setPlaceholderText(tr("A caption for all of them"));
  hideEmptySections();
  nothing_->hide();
  facts_->show();
}

void InfoPanel::showDetails(const catalog::PhotoDetails& details) {
  const auto& m = details.metadata;
  when_->setText(m.takenMs ? Words::moment(*m.takenMs) : tr("No date in the photo"));
  setOrHide(where_, Words::place(m));
  setOrHide(camera_, Words::cameraLine(m));
  setOrHide(lens_, Words::lensLine(m));
  rating_->setValues(std::max(0, m.rating.value_or(0)), details.flag, details.colour);
  setOrHide(title_, m.title == m.caption ? QString() : Words::plain(m.title));
  const bool typing = captionField_->hasFocus() && captionField_->toPlainText() != caption_;
  caption_ = QString::fromStdString(m.caption);
  if (!typing) captionField_->setPlainText(caption_);
  captionField_->setPlaceholderText(tr("Add a caption"));

  file_ = details.files.empty() ? fs::path() : details.files.front();
  setOrHide(name_, breakable(Words::fileName(file_)));
  setOrHide(pixels_, tr("%1 · %2").arg(Words::pixels(m), Words::bytes(details.bytes)));
  setOrHide(folder_, breakable(Words::path(file_.parent_path())));
  const int copies = int(details.files.size()) - 1;
  setOrHide(copies_, copies > 0 ? tr("and %n more place(s)", nullptr, copies) : QString());
  similar_->show();
  showInFolder_->show();
  showInFolder_->setEnabled(!file_.empty());
  hideEmptySections();
  nothing_->hide();
  facts_->show();
}

void InfoPanel::saveCaption() {
  const auto typed = captionField_->toPlainText();
  if (photos_.empty() || !editable_ || typed == caption_) return;
  caption_ = typed;
  organiser_.edit(catalog::SetCaption{typed.toStdString()}, ids());
}

bool InfoPanel::eventFilter(QObject* watched, QEvent* event) {
  if (watched == captionField_ && event->type() == QEvent::FocusOut) saveCaption();
  if (watched == captionField_ && event->type() == QEvent::KeyPress) {
    const auto* const key = static_cast<QKeyEvent*>(event);
    const bool save = (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) &&
                      (key->modifiers() & Qt::ControlModifier) != 0;
    if (save) {
      saveCaption();
      return true;
    }
    if (key->key() == Qt::Key_Escape) {
      captionField_->setPlainText(caption_);
      Q_EMIT left();
      return true;
    }
  }
  return QScrollArea::eventFilter(watched, event);
}

}  // namespace calotype::ui
