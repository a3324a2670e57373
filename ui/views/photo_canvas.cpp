// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/photo_canvas.h"

#include <QMouseEvent>
#include <QPainter>
#include <cmath>

#include "ui/tokens.h"

namespace calotype::ui {

namespace {

constexpr double kWheelStep = 1.25;

}  // namespace

PhotoCanvas::PhotoCanvas(QWidget* parent) : QWidget(parent) {
  setAttribute(Qt::WA_OpaquePaintEvent);
  setMouseTracking(true);
}

void PhotoCanvas::showPhoto(const QImage& image, const QSizeF& pixels) {
  message_.clear();
  image_ = image;
  pixels_ = pixels;
  zoom_.setPicture(pixels);
  zoom_.fit();
  changed();
}

void PhotoCanvas::setImage(const QImage& image) {
  message_.clear();
  image_ = image;
  update();
}

void PhotoCanvas::setPixels(const QSizeF& pixels) {
  pixels_ = pixels;
  zoom_.setPicture(pixels);
  changed();
}

void PhotoCanvas::setMessage(const QString& message) {
  message_ = message;
  update();
}

void PhotoCanvas::toggleZoom() {
  zoom_.toggle(pointer());
  changed();
}

void PhotoCanvas::fit() {
  zoom_.fit();
  changed();
}

void PhotoCanvas::zoomBy(double factor) {
  zoom_.zoomBy(factor, QRectF(rect()).center());
  changed();
}

bool PhotoCanvas::wantsMorePixels() const {
  if (image_.isNull() || pixels_.isEmpty()) return false;
  const double seen = zoom_.scale() * devicePixelRatioF() * pixels_.width();
  return seen > image_.width() * 1.01 && image_.width() < pixels_.width() - 1;
}

void PhotoCanvas::changed() {
  setCursor(zoom_.canPan() ? Qt::OpenHandCursor : Qt::ArrowCursor);
  update();
  Q_EMIT zoomChanged();
}

QPointF PhotoCanvas::pointer() const {
  const auto at = mapFromGlobal(QCursor::pos());
  return rect().contains(at) ? QPointF(at) : QRectF(rect()).center();
}

void PhotoCanvas::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), colours_.grid);
  if (!image_.isNull()) {
    // Enlarged beyond 200 % one looks at pixels, not at a blur.
    painter.setRenderHint(QPainter::SmoothPixmapTransform, zoom_.percent() <= 200);
    painter.drawImage(zoom_.target(), image_);
  }
  if (message_.isEmpty()) return;
  QFont larger = font();
  larger.setPointSizeF(larger.pointSizeF() * tokens::kTitleSize);
  painter.setFont(larger);
  const QRect room = rect().adjusted(48, 48, -48, -48);
  auto box = painter.boundingRect(room, Qt::AlignCenter | Qt::TextWordWrap, message_);
  painter.setPen(Qt::NoPen);
  painter.setBrush(QColor(0, 0, 0, 178));
  painter.drawRoundedRect(box.adjusted(-16, -12, 16, 12), tokens::kCardRadius, tokens::kCardRadius);
  painter.setPen(colours_.text);
  painter.drawText(room, Qt::AlignCenter | Qt::TextWordWrap, message_);
}

void PhotoCanvas::resizeEvent(QResizeEvent*) {
  zoom_.setView(size(), devicePixelRatioF());
  changed();
}

void PhotoCanvas::wheelEvent(QWheelEvent* event) {
  zoom_.zoomBy(std::pow(kWheelStep, event->angleDelta().y() / 120.0), event->position());
  changed();
  event->accept();
}

void PhotoCanvas::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::BackButton) Q_EMIT closeWanted();
  if (event->button() != Qt::LeftButton || !zoom_.canPan()) return;
  dragFrom_ = event->position();
  setCursor(Qt::ClosedHandCursor);
}

void PhotoCanvas::mouseMoveEvent(QMouseEvent* event) {
  Q_EMIT pointerMoved();
  if (!dragFrom_) return;
  zoom_.panBy(event->position() - *dragFrom_);
  dragFrom_ = event->position();
  update();
}

void PhotoCanvas::mouseReleaseEvent(QMouseEvent*) {
  if (!dragFrom_) return;
  dragFrom_.reset();
  changed();
}

void PhotoCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) toggleZoom();
}

}  // namespace calotype::ui
