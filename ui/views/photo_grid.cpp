// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/photo_grid.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyle>
#include <algorithm>
#include <memory>

#include "ui/delegates/photo_cell.h"
#include "ui/tokens.h"
#include "ui/views/describe.h"
#include "ui/views/text_label.h"

namespace calotype::ui {

using catalog::PhotoId;

namespace {

constexpr int kScaledKib = 160 * 1024;
constexpr int kScaleBudgetMs = 4;  // of a frame, for making pixmaps
constexpr int kAheadMs = 120;
constexpr int kFrameMs = 16;
constexpr int kBand = 36;  // of a heading

/// As large as covers `size`, cut to it: only clamped aspects lose an edge.
QPixmap scaledTo(const QImage& image, const QSize& size, Qt::TransformationMode mode) {
  auto scaled = image.scaled(size, Qt::KeepAspectRatioByExpanding, mode);
  if (scaled.size() != size)
    scaled = scaled.copy((scaled.width() - size.width()) / 2, (scaled.height() - size.height()) / 2,
                         size.width(), size.height());
  return QPixmap::fromImage(std::move(scaled));
}

}  // namespace

PhotoGrid::PhotoGrid(PhotoModel& model, QWidget* parent)
    : QAbstractScrollArea(parent),
      model_(model),
      rowHeight_(tokens::kUsualRow),
      scaled_(kScaledKib) {
  setFrameShape(QFrame::NoFrame);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFocusPolicy(Qt::StrongFocus);
  setObjectName(QStringLiteral("photoGrid"));
  setAccessibleName(tr("Photos"));
  viewport()->setMouseTracking(true);
  viewport()->setAutoFillBackground(false);
  verticalScrollBar()->setAccessibleName(tr("Place on the page"));
  connect(&model, &QAbstractItemModel::modelAboutToBeReset, this,
          [this] { placeBeforeReset_ = topPlace(); });
  connect(&model, &QAbstractItemModel::modelReset, this, &PhotoGrid::afterReset);
  connect(&model, &PhotoModel::thumbnailChanged, this, &PhotoGrid::updatePhoto);
  connect(verticalScrollBar(), &QAbstractSlider::sliderReleased, this,
          [this] { viewport()->update(); });
  frameTimer_.setSingleShot(true);
  frameTimer_.setTimerType(Qt::PreciseTimer);
  frameTimer_.setInterval(kFrameMs);
  connect(&frameTimer_, &QTimer::timeout, this, [this] { viewport()->update(); });
  aheadTimer_.setSingleShot(true);
  aheadTimer_.setInterval(kAheadMs);
  connect(&aheadTimer_, &QTimer::timeout, this, &PhotoGrid::fetchAhead);
}

void PhotoGrid::setColours(const Palette& palette) {
  colours_ = palette;
  corners_ = {};
  viewport()->update();
}

void PhotoGrid::arrange() {
  std::vector<float> aspects;
  aspects.reserve(model_.photos().size());
  for (const auto& row : model_.photos()) aspects.push_back(row.aspect);
  JustifiedLayout::Options options;
  options.width = viewport()->width() - 2 * tokens::kGridMargin;
  options.height = rowHeight_;
  options.gap = tokens::kGridGap;
  options.margin = tokens::kGridMargin;
  options.squares = squares_;
  options.bandHeight = kBand;
  for (const auto& heading : headings_) options.breaks.push_back(heading.row);
  layout_.arrange(aspects, options);
  const int height = viewport()->height();
  verticalScrollBar()->setPageStep(height);
  verticalScrollBar()->setSingleStep(std::max(16, (rowHeight_ + tokens::kGridGap) / 3));
  verticalScrollBar()->setRange(0, int(std::max<std::int64_t>(0, layout_.totalHeight() - height)));
  viewport()->update();
}

PhotoGrid::Place PhotoGrid::placeOf(int row) const {
  if (row < 0 || row >= layout_.count()) return {};
  return {model_.photo(row).id, cellRect(row).top()};
}

PhotoGrid::Place PhotoGrid::topPlace() const {
  // Whoever stands at the very top wants to see what comes in there.
  if (verticalScrollBar()->value() == 0) return {};
  return placeOf(visibleRows().first);
}

void PhotoGrid::restore(const Place& place) {
  const int row = place.photo ? model_.rowOf(*place.photo) : -1;
  if (row < 0) return;
  verticalScrollBar()->setValue(int(layout_.cell(row).top) - place.y);
}

void PhotoGrid::afterReset() {
  const auto rowFor = [&](const std::optional<PhotoId>& id) { return id ? model_.rowOf(*id) : -1; };
  currentRow_ = rowFor(current_);
  rangeRow_ = rowFor(rangeStart_);
  hoverRow_ = -1;
  const auto before = selected_.size();
  if (before != 0) {
    std::unordered_set<PhotoId> kept;
    for (const auto& row : model_.photos())
      if (selected_.count(row.id) != 0) kept.insert(row.id);
    selected_ = std::move(kept);
  }
  arrange();
  restore(placeBeforeReset_);
  if (selected_.size() != before) Q_EMIT selectionChanged();
  Q_EMIT currentChanged(currentRow_);
}

void PhotoGrid::startOver() {
  placeBeforeReset_ = {};
  current_.reset();
  rangeStart_.reset();
  wishedX_.reset();
  currentRow_ = rangeRow_ = -1;
  verticalScrollBar()->setValue(0);
  clearSelection();
}

void PhotoGrid::setRowHeight(int height, std::optional<QPoint> focus) {
  height = std::clamp(height, tokens::kSmallestRow, tokens::kLargestRow);
  if (height == rowHeight_) return;
  const auto [first, last] = visibleRows();
  const bool currentSeen = currentRow_ >= first && currentRow_ <= last;
  const int row = focus ? rowAt(*focus) : currentSeen ? currentRow_ : -1;
  Place place = row >= 0 ? placeOf(row) : topPlace();
  if (row >= 0 && focus) {
    // The same point of the photo stays under the pointer, not its upper edge.
    const auto cell = cellRect(row);
    const double inside = double(focus->y() - cell.top()) / cell.height();
    place.y = focus->y() - int(inside * cell.height() * height / rowHeight_);
  }
  rowHeight_ = height;
  arrange();
  restore(place);
  Q_EMIT rowHeightChanged(height);
}

void PhotoGrid::setHeadings(std::vector<Heading> headings) {
  headings_ = std::move(headings);
}

void PhotoGrid::setSquares(bool squares) {
  if (squares == squares_) return;
  squares_ = squares;
  const auto place = placeOf(currentRow_ >= 0 ? currentRow_ : visibleRows().first);
  scaled_.clear();
  arrange();
  restore(place);
}

QRect PhotoGrid::cellRect(int row) const {
  const auto cell = layout_.cell(row);
  return {cell.left, int(cell.top - verticalScrollBar()->value()), cell.width, cell.height};
}

int PhotoGrid::rowAt(const QPoint& point) const {
  return layout_.photoAt(point.x(), point.y() + verticalScrollBar()->value());
}

std::pair<int, int> PhotoGrid::visibleRows() const {
  const int top = verticalScrollBar()->value();
  return layout_.photosBetween(top, top + viewport()->height());
}

void PhotoGrid::ensureVisible(int row) {
  if (row < 0 || row >= layout_.count()) return;
  const auto cell = cellRect(row);
  auto* const bar = verticalScrollBar();
  const int margin = tokens::kGridMargin;
  if (cell.top() < margin)
    bar->setValue(bar->value() + cell.top() - margin);
  else if (cell.bottom() > viewport()->height() - margin)
    bar->setValue(bar->value() + cell.bottom() - viewport()->height() + margin);
}

void PhotoGrid::resizeEvent(QResizeEvent*) {
  const auto place = topPlace();
  arrange();
  restore(place);
}

void PhotoGrid::scrollContentsBy(int, int) {
  viewport()->update();
}

void PhotoGrid::updatePhoto(qint64 id) {
  const auto [first, last] = visibleRows();
  for (int row = first; row <= last; ++row)
    if (model_.photo(row).id == PhotoId(id)) return askForFrame();
}

/// One frame for all the thumbnails that arrive meanwhile: each alone would be painted apart, and
/// scrolling stutter.
void PhotoGrid::askForFrame() {
  if (!frameTimer_.isActive()) frameTimer_.start();
}

QPixmap PhotoGrid::pictureFor(int row, const QSize& size, bool& late) {
  const auto id = model_.photo(row).id;
  const int longest = std::max(size.width(), size.height());
  const int edge =
      longest > PhotoModel::kSmallEdge ? PhotoModel::kLargeEdge : PhotoModel::kSmallEdge;
  const auto image = model_.thumbnail(id, edge);
  const auto* const known = scaled_.object(qint64(id));
  if (image.isNull()) return known ? known->pixels : QPixmap();
  if (known && known->size == size && known->source == image.cacheKey()) return known->pixels;
  if (late) return known ? known->pixels : QPixmap();
  auto entry = std::make_unique<Scaled>();
  entry->pixels = scaledTo(image, size, Qt::SmoothTransformation);
  entry->source = image.cacheKey();
  entry->size = size;
  const auto pixels = entry->pixels;
  scaled_.insert(qint64(id), entry.release(), std::max(1, size.width() * size.height() / 256));
  return pixels;
}

qreal PhotoGrid::opacityOf(PhotoId id, bool picture) {
  if (!picture) {
    waiting_.insert(id);
    return 1;
  }
  const qint64 now = QDateTime::currentMSecsSinceEpoch();
  if (waiting_.erase(id) != 0 &&
      style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) > 0)
    fadeStart_.insert(qint64(id), now);
  const auto started = fadeStart_.constFind(qint64(id));
  if (started == fadeStart_.constEnd()) return 1;
  const qreal part = qreal(now - *started) / tokens::kFadeMs;
  if (part >= 1) fadeStart_.remove(qint64(id));
  return std::clamp(part, 0.0, 1.0);
}

void PhotoGrid::paintPhotos(QPainter& painter, const QRect& exposed) {
  QElapsedTimer clock;
  clock.start();
  const int scroll = verticalScrollBar()->value();
  const auto [first, last] = layout_.photosBetween(scroll + exposed.top() - tokens::kGridGap,
                                                   scroll + exposed.bottom() + tokens::kGridGap);
  const qreal ratio = devicePixelRatioF();
  if (corners_.isNull() || cornersRatio_ != ratio) corners_ = photoCorners(colours_.grid, ratio);
  cornersRatio_ = ratio;
  bool unfinished = false;
  for (int row = first; row <= last; ++row) {
    PhotoCell cell;
    cell.rect = cellRect(row);
    const auto& photo = model_.photo(row);
    bool late = clock.elapsed() >= kScaleBudgetMs;
    cell.picture = pictureFor(row, cell.rect.size() * ratio, late);
    unfinished = unfinished || late;
    cell.ground = QColor::fromRgb(photo.averageRgb);
    cell.pictureOpacity = opacityOf(photo.id, !cell.picture.isNull());
    cell.corners = corners_;
    cell.selected = isSelected(photo.id);
    cell.focused = row == currentRow_ && hasFocus();
    cell.hovered = row == hoverRow_;
    cell.missing = photo.missing;
    cell.rating = photo.rating;
    cell.flag = photo.flag;
    cell.colour = photo.colour;
    paintPhotoCell(painter, cell, colours_);
  }
  if (exposed.contains(viewport()->rect())) frameTimer_.stop();
  if (unfinished || !fadeStart_.isEmpty()) askForFrame();
}

void PhotoGrid::paintHeading(QPainter& painter, const Heading& heading, int top, bool sticky) {
  const QRect band(tokens::kGridMargin, top, layout_.options().width, kBand);
  painter.setFont(fontOf(TextSize::Usual, font()));
  if (sticky) {
    QColor ground = colours_.grid;
    ground.setAlphaF(0.93f);
    painter.fillRect(QRect(0, band.top(), viewport()->width(), band.height()), ground);
  }
  painter.setPen(heading.divides ? colours_.secondary : colours_.text);
  painter.drawText(band, Qt::AlignLeft | Qt::AlignVCenter, heading.text);
  if (!heading.divides) return;
  const int after = painter.fontMetrics().horizontalAdvance(heading.text) + tokens::kSpace3;
  painter.setPen(colours_.hairline);
  painter.drawLine(band.left() + after, band.center().y(), band.right(), band.center().y());
}

/// Those in sight; the one of the topmost photo stays at the top until the next one pushes it away.
void PhotoGrid::paintHeadings(QPainter& painter) {
  if (headings_.empty() || layout_.count() == 0) return;
  const int scroll = verticalScrollBar()->value();
  const auto [first, last] = visibleRows();
  if (last < first) return;
  const int current = layout_.breakOf(first);
  int stickyTop = 0;
  for (int i = std::max(0, current); i < int(headings_.size()); ++i) {
    const auto band = layout_.bandTop(i);
    if (band < 0) continue;
    const int top = int(band - scroll);
    if (top > viewport()->height()) break;
    if (i == current && top < 0) continue;  // drawn as the sticky one
    if (i > current && top < kBand) stickyTop = std::min(stickyTop, top - kBand);
    if (top > -kBand) paintHeading(painter, headings_[std::size_t(i)], top, false);
  }
  const bool sticky = current >= 0 && !headings_[std::size_t(current)].divides &&
                      layout_.bandTop(current) >= 0 && layout_.bandTop(current) - scroll < 0;
  if (sticky) paintHeading(painter, headings_[std::size_t(current)], stickyTop, true);
}

void PhotoGrid::paintBubble(QPainter& painter) {
  if (!datesShown_ || !verticalScrollBar()->isSliderDown() || layout_.count() == 0) return;
  const auto text = Words::month(model_.photo(visibleRows().first).sortMs);
  const auto metrics = painter.fontMetrics();
  const int width = metrics.horizontalAdvance(text) + 2 * tokens::kSpace3;
  const int height = metrics.height() + tokens::kSpace3;
  const auto* const bar = verticalScrollBar();
  const double part = bar->maximum() > 0 ? double(bar->value()) / bar->maximum() : 0;
  const QRect bubble(
      viewport()->width() - width - tokens::kSpace3,
      tokens::kSpace2 + int(part * (viewport()->height() - height - tokens::kSpace4)), width,
      height);
  painter.setPen(Qt::NoPen);
  painter.setBrush(QColor(0, 0, 0, 178));
  painter.drawRoundedRect(bubble, tokens::kControlRadius, tokens::kControlRadius);
  painter.setPen(Qt::white);
  painter.drawText(bubble, Qt::AlignCenter, text);
}

void PhotoGrid::paintEvent(QPaintEvent* event) {
  QPainter painter(viewport());
  painter.fillRect(event->rect(), colours_.grid);
  paintPhotos(painter, event->rect());
  paintHeadings(painter);
  if (bandStart_) {
    QColor fill = colours_.accent;
    fill.setAlphaF(0.16f);
    const QPoint scroll(0, verticalScrollBar()->value());
    painter.setPen(colours_.accent);
    painter.setBrush(fill);
    painter.drawRect(QRect(*bandStart_ - scroll, bandEnd_ - scroll).normalized());
  }
  paintBubble(painter);
  const auto [first, last] = visibleRows();
  if (last < first) return;
  const int around = last - first + 1;
  model_.keepRequests(std::max(0, first - around), std::min(layout_.count() - 1, last + around));
  aheadTimer_.start();
  bool all = true;
  for (int row = first; row <= last; ++row) all = all && !waiting_.contains(model_.photo(row).id);
  Q_EMIT photosPainted(all);
}

void PhotoGrid::fetchAhead() {
  if (model_.requestsUnderWay() > 0) return;  // what is in sight comes first
  const auto [first, last] = visibleRows();
  const int until = std::min(layout_.count() - 1, last + (last - first + 1));
  for (int row = until; row > last; --row) {  // the newest request is served first
    const auto cell = layout_.cell(row);
    const auto longest = std::max(cell.width, cell.height) * devicePixelRatioF();
    model_.thumbnail(model_.photo(row).id, longest > PhotoModel::kSmallEdge
                                               ? PhotoModel::kLargeEdge
                                               : PhotoModel::kSmallEdge);
  }
  if (waiting_.size() > 4096) waiting_.clear();
}

}  // namespace calotype::ui
