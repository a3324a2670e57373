// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/search_field.h"

#include <QAbstractItemView>
#include <QClipboard>
#include <QCompleter>
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFile>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QMimeData>
#include <QPainter>
#include <QStringListModel>
#include <QToolButton>
#include <QUrl>

#include "ui/icons.h"
#include "ui/tokens.h"

namespace calotype::ui {

namespace {

constexpr int kHeight = 36, kChipEdge = 26, kIcon = 18;
constexpr const char* kPictureTypes[] = {"image/png",  "image/jpeg", "image/webp",
                                         "image/tiff", "image/bmp",  "image/gif"};

}  // namespace

SearchField::SearchField(QWidget* parent) : QLineEdit(parent) {
  setFixedHeight(kHeight);
  setPlaceholderText(tr("Describe a photo, or filter: tag: in: rating>=3"));
  setAccessibleName(tr("Search photos"));
  setAccessibleDescription(tr("Words, or a picture that is dropped or pasted here"));
  setMaxLength(4096);
  setAcceptDrops(true);
  lens_ = new QLabel(this);
  chipPicture_ = new QLabel(this);
  chipName_ = new QLabel(this);
  chipPicture_->hide();
  chipName_->hide();
  clear_ = new QToolButton(this);
  clear_->setAccessibleName(tr("Clear the search"));
  clear_->setToolTip(tr("Clear the search (Esc)"));
  clear_->setCursor(Qt::ArrowCursor);
  clear_->setFocusPolicy(Qt::NoFocus);
  clear_->setFixedSize(26, 26);
  clear_->hide();
  connect(clear_, &QToolButton::clicked, this, &SearchField::clearAll);
  connect(this, &QLineEdit::textEdited, this, [this](const QString& words) {
    if (hasPicture_) {
      hasPicture_ = false;
      update();
    }
    faults_.clear();
    Q_EMIT wordsTyped(words);
    Q_EMIT offersWanted(words, cursorPosition());
  });
  rows_ = new QStringListModel(this);
  completer_ = new QCompleter(rows_, this);
  completer_->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
  completer_->setWidget(this);
  completer_->popup()->setObjectName(QStringLiteral("suggestions"));
  completer_->popup()->setAccessibleName(tr("Suggestions"));
  connect(completer_, qOverload<const QString&>(&QCompleter::activated), this, &SearchField::take);
  connect(this, &QLineEdit::textChanged, this, &SearchField::update);
  setColours(colours_);
}

void SearchField::setColours(const Palette& palette) {
  colours_ = palette;
  const auto ratio = devicePixelRatioF();
  lens_->setPixmap(iconPixmap(QStringLiteral("search"), palette.secondary, kIcon, ratio));
  clear_->setIcon(icon(QStringLiteral("close"), palette.secondary));
  clear_->setIconSize({16, 16});
  update();
}

void SearchField::setPicture(const QImage& thumbnail, const QString& name) {
  reset();
  hasPicture_ = true;
  const auto ratio = devicePixelRatioF();
  if (thumbnail.isNull()) {
    chipPicture_->setPixmap(
        iconPixmap(QStringLiteral("library"), colours_.secondary, kIcon, ratio));
  } else {
    const int edge = int(kChipEdge * ratio);
    auto square =
        thumbnail.scaled(edge, edge, Qt::KeepAspectRatioByExpanding, Qt::SmoothTransformation);
    square = square.copy((square.width() - edge) / 2, (square.height() - edge) / 2, edge, edge);
    square.setDevicePixelRatio(ratio);
    chipPicture_->setPixmap(QPixmap::fromImage(square));
  }
  chipName_->setText(name);
  update();
}

void SearchField::reset() {
  const bool blocked = blockSignals(true);
  clear();
  blockSignals(blocked);
  hasPicture_ = false;
  update();
}

void SearchField::ask(const QString& words) {
  reset();
  setText(words);
  Q_EMIT wordsTyped(words);
  Q_EMIT returnPressed();
}

void SearchField::setFaults(const std::vector<std::pair<int, int>>& spans) {
  faults_ = spans;
  QLineEdit::update();
}

void SearchField::setOffers(const std::vector<Offer>& offers) {
  offers_ = offers;
  QStringList rows;
  for (const auto& offer : offers)
    rows << (offer.detail.isEmpty() ? offer.insert
                                    : tr("%1    %2").arg(offer.insert, offer.detail));
  rows_->setStringList(rows);
  if (rows.isEmpty() || !hasFocus()) {
    completer_->popup()->hide();
    return;
  }
  auto* const popup = completer_->popup();  // a window of its own, which inherits no style
  if (popup->styleSheet() != window()->styleSheet()) popup->setStyleSheet(window()->styleSheet());
  completer_->complete();
}

bool SearchField::isBeingTyped() const {
  return completer_->popup()->isVisible();
}

void SearchField::take(const QString& row) {
  const auto index = rows_->stringList().indexOf(row);
  if (index < 0 || index >= qsizetype(offers_.size())) return;
  const auto& offer = offers_[std::size_t(index)];
  const bool value = !offer.insert.endsWith(QLatin1Char(':'));
  auto words = text();
  const int cursor = cursorPosition();
  const auto piece = offer.insert + (value ? QStringLiteral(" ") : QString());
  words.replace(offer.begin, cursor - offer.begin, piece);
  setText(words);
  setCursorPosition(offer.begin + int(piece.size()));
  Q_EMIT wordsTyped(words);
  if (!value) Q_EMIT offersWanted(words, cursorPosition());
}

void SearchField::paintEvent(QPaintEvent* event) {
  QLineEdit::paintEvent(event);
  if (faults_.empty() || text().isEmpty()) return;
  const auto metrics = fontMetrics();
  const auto widthTo = [&](int characters) {
    return metrics.horizontalAdvance(text().left(characters));
  };
  // The text may be scrolled: the cursor says where it begins.
  const int origin = cursorRect().center().x() - widthTo(cursorPosition());
  const int base = height() / 2 + metrics.ascent() / 2 + 4;
  QPainter painter(this);
  painter.setClipRect(rect().adjusted(textMargins().left(), 0, -textMargins().right(), 0));
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(colours_.fault, 1.25));
  for (const auto& [begin, end] : faults_) {
    QPolygonF wave;
    for (int x = origin + widthTo(begin), step = 0; x <= origin + widthTo(end); x += 3, ++step)
      wave << QPointF(x, base + (step % 2 == 0 ? 0 : 2.5));
    painter.drawPolyline(wave);
  }
}

void SearchField::update() {
  chipPicture_->setVisible(hasPicture_);
  chipName_->setVisible(hasPicture_);
  clear_->setVisible(hasPicture_ || !text().isEmpty());
  placeParts();
  QLineEdit::update();
}

void SearchField::placeParts() {
  const int middle = height() / 2;
  lens_->setGeometry(10, middle - kIcon / 2, kIcon, kIcon);
  clear_->move(width() - clear_->width() - 5, middle - clear_->height() / 2);
  int left = 10 + kIcon + tokens::kSpace1;
  if (hasPicture_) {
    chipPicture_->setGeometry(left + 4, middle - kChipEdge / 2, kChipEdge, kChipEdge);
    chipPicture_->setAlignment(Qt::AlignCenter);
    const int room = width() - left - kChipEdge - 3 * tokens::kSpace6 - clear_->width();
    const int wide = std::min(chipName_->sizeHint().width(), std::max(0, room));
    chipName_->setGeometry(left + kChipEdge + 10, 1, wide, height() - 2);
    left += kChipEdge + 10 + wide;
  }
  setTextMargins(left, 0, clear_->width(), 0);
  // A placeholder beside a chip would be noise.
  static const char kUsual[] = "usualPlaceholder";
  if (!property(kUsual).isValid()) setProperty(kUsual, placeholderText());
  setPlaceholderText(hasPicture_ ? QString() : property(kUsual).toString());
}

void SearchField::resizeEvent(QResizeEvent* event) {
  QLineEdit::resizeEvent(event);
  placeParts();
}

void SearchField::clearAll() {
  reset();
  Q_EMIT cleared();
}

fs::path SearchField::pictureIn(const QMimeData& given) {
  for (const auto& url : given.urls())
    if (url.isLocalFile()) return {QFile::encodeName(url.toLocalFile()).toStdString()};
  QByteArray bytes;
  for (const char* type : kPictureTypes)
    if (bytes.isEmpty()) bytes = given.data(QLatin1String(type));
  if (bytes.isEmpty() && !given.hasImage()) return {};
  auto file =
      std::make_unique<QTemporaryFile>(QDir::tempPath() + QStringLiteral("/calotype-XXXXXX"));
  if (!file->open()) return {};
  const bool written = bytes.isEmpty()
                           ? qvariant_cast<QImage>(given.imageData()).save(file.get(), "PNG")
                           : file->write(bytes) == bytes.size();
  if (!written || !file->flush()) return {};
  pasted_ = std::move(file);
  return {QFile::encodeName(pasted_->fileName()).toStdString()};
}

bool SearchField::takePicture(const QMimeData& given) {
  const auto file = pictureIn(given);
  if (file.empty()) return false;
  Q_EMIT pictureGiven(file);
  return true;
}

void SearchField::keyPressEvent(QKeyEvent* event) {
  if (completer_->popup()->isVisible() &&
      (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter ||
       event->key() == Qt::Key_Escape || event->key() == Qt::Key_Tab)) {
    event->ignore();  // the list of suggestions has it
    return;
  }
  if (event->key() == Qt::Key_Escape) {
    if (hasPicture_ || !text().isEmpty())
      clearAll();
    else
      Q_EMIT left();
    return;
  }
  if (event->key() == Qt::Key_Down) {
    Q_EMIT left();
    return;
  }
  if (hasPicture_ && event->key() == Qt::Key_Backspace) {
    clearAll();
    return;
  }
  const auto* const pasted = QGuiApplication::clipboard()->mimeData();
  if (event->matches(QKeySequence::Paste) && pasted && !pasted->hasText() && takePicture(*pasted))
    return;
  QLineEdit::keyPressEvent(event);
}

void SearchField::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls() || event->mimeData()->hasImage())
    event->acceptProposedAction();
  else
    QLineEdit::dragEnterEvent(event);
}

void SearchField::dropEvent(QDropEvent* event) {
  if (takePicture(*event->mimeData()))
    event->acceptProposedAction();
  else
    QLineEdit::dropEvent(event);
}

}  // namespace calotype::ui
