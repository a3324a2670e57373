// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/zoom.h"

#include <algorithm>
#include <cmath>

namespace calotype::ui {

void Zoom::setView(const QSizeF& view, double devicePixels) {
  view_ = {std::max(1.0, view.width()), std::max(1.0, view.height())};
  hundred_ = 1 / std::max(devicePixels, 0.1);
  keepInside();
}

void Zoom::setPicture(const QSizeF& pixels) {
  const QSizeF fresh(std::max(1.0, pixels.width()), std::max(1.0, pixels.height()));
  if (!fitted_) scale_ *= picture_.width() / fresh.width();
  picture_ = fresh;
  keepInside();
}

double Zoom::fitScale() const {
  return std::min({view_.width() / picture_.width(), view_.height() / picture_.height(), hundred_});
}

QRectF Zoom::target() const {
  const QSizeF size = picture_ * scale();
  if (fitted_)
    return {QPointF((view_.width() - size.width()) / 2, (view_.height() - size.height()) / 2),
            size};
  return {QPointF(view_.width() / 2 - middle_.x() * size.width(),
                  view_.height() / 2 - middle_.y() * size.height()),
          size};
}

void Zoom::fit() {
  fitted_ = true;
}

void Zoom::setScale(double scale, const QPointF& at) {
  const QRectF before = target();
  const double x = (at.x() - before.left()) / before.width();
  const double y = (at.y() - before.top()) / before.height();
  scale_ = scale;
  fitted_ = false;
  const QSizeF size = picture_ * scale;
  middle_ = {x + (view_.width() / 2 - at.x()) / size.width(),
             y + (view_.height() / 2 - at.y()) / size.height()};
  keepInside();
}

void Zoom::zoomBy(double factor, const QPointF& at) {
  const double wished = std::min(scale() * factor, kLargest * hundred_);
  if (wished <= fitScale())
    fit();
  else
    setScale(wished, at);
}

void Zoom::toggle(const QPointF& at) {
  if (fitted_ && fitScale() < hundred_)
    setScale(hundred_, at);
  else
    fit();
}

void Zoom::panBy(const QPointF& distance) {
  if (fitted_) return;
  const QSizeF size = picture_ * scale_;
  middle_ -= QPointF(distance.x() / size.width(), distance.y() / size.height());
  keepInside();
}

bool Zoom::canPan() const {
  const QRectF rect = target();
  return !fitted_ && (rect.width() > view_.width() + 0.5 || rect.height() > view_.height() + 0.5);
}

void Zoom::keepInside() {
  if (fitted_) return;
  if (scale_ <= fitScale()) {
    fit();
    return;
  }
  const QSizeF size = picture_ * scale_;
  const auto bounded = [](double middle, double view, double length) {
    const double half = view / (2 * length);
    return half >= 0.5 ? 0.5 : std::clamp(middle, half, 1 - half);
  };
  middle_ = {bounded(middle_.x(), view_.width(), size.width()),
             bounded(middle_.y(), view_.height(), size.height())};
}

}  // namespace calotype::ui
