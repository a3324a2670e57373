// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/viewer.h"

#include <QDesktopServices>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/icons.h"
#include "ui/models/film_card.h"
#include "ui/tokens.h"
#include "ui/views/describe.h"
#include "ui/views/filmstrip.h"
#include "ui/views/info_panel.h"
#include "ui/views/note.h"

namespace calotype::ui {

namespace {

constexpr int kIdleMs = 2500;
constexpr int kBarHeight = 48;
constexpr int kCardEdge = 1280;  // pixels, of what stands for a film
constexpr double kKeyStep = 1.25;

/// What a photo's size is taken for until its facts are known: a thumbnail that fills its edge was
/// made smaller and stands for more pixels than any screen has; a smaller one is the photo itself.
QSizeF presumedPixels(const QImage& thumbnail, float aspect) {
  const int longest = std::max(thumbnail.width(), thumbnail.height());
  if (longest > 0 && longest < PhotoModel::kSmallEdge) return thumbnail.size();
  static constexpr double kLarge = 12000;
  return aspect >= 1 ? QSizeF(kLarge, kLarge / double(aspect))
                     : QSizeF(kLarge * double(aspect), kLarge);
}

/// A strip that lets the picture through, so that text on it can be read on any photo.
class Scrim final : public QWidget {
 public:
  using QWidget::QWidget;

 protected:
  void paintEvent(QPaintEvent*) override { QPainter(this).fillRect(rect(), QColor(0, 0, 0, 178)); }
};

}  // namespace

Viewer::Viewer(CatalogBridge& bridge, Organiser& organiser, PhotoModel& model, QWidget* parent)
    : QWidget(parent), bridge_(bridge), organiser_(organiser), model_(model) {
  setObjectName(QStringLiteral("viewer"));
  setAttribute(Qt::WA_StyledBackground);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Viewer"));
  setStyleSheet(ui::styleSheet(makePalette(true)));
  build();
  connect(&model, &QAbstractItemModel::modelReset, this, &Viewer::afterReset);
  connect(&model, &PhotoModel::thumbnailChanged, this, [this](qint64 value) {
    const catalog::PhotoId id{value};
    if (photo_ == id && pictures_[id].image.isNull())
      canvas_->setImage(model_.thumbnail(id, PhotoModel::kLargeEdge));
  });
  idle_.setSingleShot(true);
  idle_.setInterval(kIdleMs);
  connect(&idle_, &QTimer::timeout, this, &Viewer::hideControls);
}

Viewer::~Viewer() {
  for (auto& [id, picture] : pictures_) picture.stop.request_stop();
}

QToolButton* Viewer::addButton(const QString& iconName, const QString& name, const QString& key) {
  auto* const button = new QToolButton(bar_);
  button->setIcon(icon(iconName, makePalette(true).text));
  button->setIconSize({tokens::kIconSize, tokens::kIconSize});
  button->setToolTip(tr("%1 (%2)").arg(name, key));
  button->setAccessibleName(name);
  button->setFocusPolicy(Qt::TabFocus);
  bar_->layout()->addWidget(button);
  return button;
}

void Viewer::build() {
  auto* const layout = new QHBoxLayout(this);
  layout->setContentsMargins({});
  layout->setSpacing(0);
  canvas_ = new PhotoCanvas(this);
  canvas_->setAccessibleName(tr("Photo"));
  auto* const left = new QVBoxLayout;
  left->setSpacing(0);
  left->addWidget(canvas_, 1);
  strip_ = new Filmstrip(model_, this);
  strip_->hide();
  left->addWidget(strip_);
  layout->addLayout(left, 1);
  note_ = new Note(canvas_);
  panel_ = new InfoPanel(bridge_, organiser_, this);
  panel_->setObjectName(QStringLiteral("viewerPanel"));
  panel_->setColours(makePalette(true));
  panel_->hide();
  layout->addWidget(panel_);

  bar_ = new Scrim(canvas_);
  auto* const row = new QHBoxLayout(bar_);
  row->setContentsMargins(tokens::kSpace2, 0, tokens::kSpace2, 0);
  row->setSpacing(tokens::kSpace1);
  auto* const back = addButton(QStringLiteral("back"), tr("Back to the photos"), tr("Esc"));
  previous_ = addButton(QStringLiteral("previous"), tr("Previous photo"), QStringLiteral("←"));
  next_ = addButton(QStringLiteral("next"), tr("Next photo"), QStringLiteral("→"));
  title_ = new QLabel(bar_);
  title_->setIndent(tokens::kSpace2);
  row->addWidget(title_, 1);
  zoomLabel_ = new QLabel(bar_);
  zoomLabel_->setAccessibleName(tr("Zoom"));
  row->addWidget(zoomLabel_);
  play_ = addButton(QStringLiteral("play"), tr("Play in another program"), tr("Enter"));
  film_ = addButton(QStringLiteral("filmstrip"), tr("Filmstrip"), QStringLiteral("B"));
  film_->setCheckable(true);
  info_ = addButton(QStringLiteral("info"), tr("Facts about the photo"), QStringLiteral("I"));
  info_->setCheckable(true);

  connect(back, &QToolButton::clicked, this, &Viewer::close);
  connect(previous_, &QToolButton::clicked, this, [this] { show(row_ - 1); });
  connect(next_, &QToolButton::clicked, this, [this] { show(row_ + 1); });
  connect(play_, &QToolButton::clicked, this, &Viewer::playFilm);
  connect(info_, &QToolButton::clicked, this, &Viewer::setPanelShown);
  connect(film_, &QToolButton::clicked, this, &Viewer::setFilmstripShown);
  connect(strip_, &Filmstrip::chosen, this, &Viewer::show);
  connect(canvas_, &PhotoCanvas::pointerMoved, this, &Viewer::showControls);
  connect(canvas_, &PhotoCanvas::closeWanted, this, &Viewer::close);
  connect(canvas_, &PhotoCanvas::zoomChanged, this, &Viewer::refine);
  canvas_->installEventFilter(this);
}

void Viewer::setPanelShown(bool shown) {
  if (info_->isChecked() != shown) info_->setChecked(shown);
  if (panel_->isVisibleTo(this) == shown) return;
  panel_->setVisible(shown);
  Q_EMIT panelShownChanged(shown);
}

void Viewer::setFilmstripShown(bool shown) {
  film_->setChecked(shown);
  strip_->setVisible(shown);
  strip_->setRow(row_);
}

void Viewer::say(const QString& words) {
  note_->say(words);
}

void Viewer::open(int row) {
  pictures_.clear();
  photo_.reset();
  show(row);
  hideControls();
  setFocus();
}

void Viewer::close() {
  for (auto& [id, picture] : pictures_) picture.stop.request_stop();
  pictures_.clear();
  photo_.reset();
  idle_.stop();
  canvas_->unsetCursor();
  canvas_->showPhoto({}, {1, 1});
  Q_EMIT closed();
}

void Viewer::show(int row) {
  if (row < 0 || row >= model_.rowCount()) return;
  row_ = row;
  const auto& photo = model_.photo(row);
  photo_ = photo.id;
  const auto& picture = pictures_[photo.id];
  const auto thumbnail = model_.thumbnail(photo.id, PhotoModel::kLargeEdge);
  canvas_->showPhoto(
      picture.image.isNull() ? thumbnail : picture.image,
      picture.pixels ? QSizeF(*picture.pixels) : presumedPixels(thumbnail, photo.aspect));
  loadAround();
  updateTitle();
  panel_->setPhoto(photo);
  strip_->setRow(row);
  Q_EMIT rowChanged(row);
}

int Viewer::screenEdge() const {
  static constexpr int kStep = 512;  // so that a few more pixels of the window ask for nothing new
  const double longest = std::max(canvas_->width(), canvas_->height()) * devicePixelRatioF();
  return int(std::ceil(longest / kStep)) * kStep;
}

void Viewer::loadAround() {
  std::vector<int> rows{row_, row_ + 1, row_ - 1};
  for (auto it = pictures_.begin(); it != pictures_.end();) {
    const bool near = std::any_of(rows.begin(), rows.end(), [&](int row) {
      return row >= 0 && row < model_.rowCount() && model_.photo(row).id == it->first;
    });
    if (!near) it->second.stop.request_stop();
    it = near ? std::next(it) : pictures_.erase(it);
  }
  for (const int row : rows)
    if (row >= 0 && row < model_.rowCount()) load(row, screenEdge());
}

void Viewer::load(int row, int edge) {
  const auto id = model_.photo(row).id;
  auto& picture = pictures_[id];
  const bool enough = picture.askedEdge == 0 || (edge != 0 && picture.askedEdge >= edge);
  if (enough) return;
  const bool first = picture.askedEdge < 0;
  picture.askedEdge = edge;
  if (model_.photo(row).isFilm()) {
    if (first) loadFacts(id);
    return;
  }
  bridge_.picture(id, edge, picture.stop.get_token(), this, [this, id](Result<QImage> result) {
    const auto found = pictures_.find(id);
    if (found == pictures_.end()) return;
    if (!result) {
      if (result.error().code != Code::Cancelled && photo_ == id)
        canvas_->setMessage(Words::error(result.error()));
      return;
    }
    if (result->width() <= found->second.image.width()) return;
    found->second.image = *result;
    if (photo_ == id) canvas_->setImage(*result);
  });
  if (first) loadFacts(id);
}

void Viewer::loadFacts(catalog::PhotoId id) {
  bridge_.details(id, this, [this, id](Result<catalog::PhotoDetails> details) {
    const auto found = pictures_.find(id);
    if (!details || found == pictures_.end()) return;
    const auto& facts = details->metadata;
    if (facts.durationMs) {
      const bool sized = facts.width > 0 && facts.height > 0;
      const auto card =
          filmCardSize(sized ? double(facts.width) / facts.height : 16. / 9, kCardEdge);
      const auto name =
          details->files.empty() ? QString() : Words::fileName(details->files.front());
      found->second.image = filmCard(card, name, *facts.durationMs / 1000);
      found->second.pixels = card;
      if (photo_ == id) canvas_->setImage(found->second.image);
      if (photo_ == id) canvas_->setPixels(card);
      return;
    }
    QSize pixels(facts.width, facts.height);
    if (pixels.isEmpty()) return;
    if (facts.orientation >= 5) pixels.transpose();
    found->second.pixels = pixels;
    if (photo_ == id) canvas_->setPixels(pixels);
  });
}

void Viewer::playFilm() {
  if (!photo_ || !model_.photo(row_).isFilm()) return;
  model_.filesOf({*photo_}, this, [this](const QList<QUrl>& files) {
    if (files.empty() || !QDesktopServices::openUrl(files.front()))
      say(tr("No other program on this computer plays it."));
  });
}

void Viewer::refine() {
  const auto percent = int(std::lround(canvas_->zoom().percent()));
  zoomLabel_->setText(canvas_->zoom().isFitted() ? tr("Fitted") : tr("%1 %").arg(percent));
  const auto found = photo_ ? pictures_.find(*photo_) : pictures_.end();
  // Full size is decoded when somebody looks closely, and only once the true size is known.
  if (found != pictures_.end() && found->second.pixels && !found->second.image.isNull() &&
      canvas_->wantsMorePixels())
    load(row_, 0);
}

void Viewer::afterReset() {
  if (!photo_ || !isVisible()) return;
  const int row = model_.rowOf(*photo_);
  if (row < 0) {
    // It was deleted while it was shown: the one in its place follows.
    photo_.reset();
    if (model_.rowCount() == 0) return close();
    show(std::min(row_, model_.rowCount() - 1));
    return;
  }
  row_ = row;
  panel_->setPhoto(model_.photo(row));
  strip_->setRow(row);
  updateTitle();
}

void Viewer::updateTitle() {
  title_->setText(tr("%1 · %2 of %3")
                      .arg(Words::moment(model_.photo(row_).sortMs), Words::count(row_ + 1),
                           Words::count(model_.rowCount())));
  play_->setVisible(model_.photo(row_).isFilm());
  previous_->setEnabled(row_ > 0);
  next_->setEnabled(row_ + 1 < model_.rowCount());
}

void Viewer::showControls() {
  bar_->show();
  bar_->raise();
  placeControls();
  if (!canvas_->zoom().canPan()) canvas_->unsetCursor();
  idle_.start();
}

void Viewer::hideControls() {
  // A control that has the keyboard's focus or the pointer on it stays.
  if (bar_->underMouse() || bar_->isAncestorOf(focusWidget())) {
    idle_.start();
    return;
  }
  bar_->hide();
  canvas_->setCursor(Qt::BlankCursor);
}

void Viewer::placeControls() {
  bar_->setGeometry(0, 0, canvas_->width(), kBarHeight);
}

void Viewer::resizeEvent(QResizeEvent*) {
  placeControls();
  if (photo_) loadAround();
}

bool Viewer::eventFilter(QObject* watched, QEvent* event) {
  if (watched == canvas_ && event->type() == QEvent::Resize) placeControls();
  return QWidget::eventFilter(watched, event);
}

void Viewer::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_PageUp:
    case Qt::Key_Backspace:
      return show(row_ - 1);
    case Qt::Key_Right:
    case Qt::Key_PageDown:
    case Qt::Key_Space:
      return show(row_ + 1);
    case Qt::Key_Home:
      return show(0);
    case Qt::Key_End:
      return show(model_.rowCount() - 1);
    case Qt::Key_Escape:
      return close();
    case Qt::Key_Z:
      return canvas_->toggleZoom();
    case Qt::Key_F:
      return canvas_->fit();
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      return canvas_->zoomBy(kKeyStep);
    case Qt::Key_Minus:
      return canvas_->zoomBy(1 / kKeyStep);
    case Qt::Key_Return:
    case Qt::Key_Enter:
      return playFilm();
    case Qt::Key_B:
      return setFilmstripShown(!film_->isChecked());
    case Qt::Key_I:
      return setPanelShown(!info_->isChecked());
    default:
      QWidget::keyPressEvent(event);
  }
}

}  // namespace calotype::ui
