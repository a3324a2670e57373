// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>

namespace calotype::ui {

/// Where a picture lies in a window: fitted, or at a scale with a point of it in the middle. Plain
/// arithmetic. Lengths are logical pixels; the scale is logical pixels per pixel of the picture.
class Zoom {
 public:
  static constexpr double kLargest = 8;  // times 100 %

  /// devicePixels: device pixels per logical pixel; at 100 % a pixel of the picture is one of
  /// these.
  void setView(const QSizeF& view, double devicePixels);
  /// Keeps what is seen when only the number of pixels changes, not the shape.
  void setPicture(const QSizeF& pixels);

  bool isFitted() const { return fitted_; }
  double scale() const { return fitted_ ? fitScale() : scale_; }
  double percent() const { return 100 * scale() / hundred_; }
  /// The whole picture, in the view.
  QRectF target() const;

  void fit();
  /// The point of the picture under `at` stays there.
  void zoomBy(double factor, const QPointF& at);
  void panBy(const QPointF& distance);
  /// Fitted: to 100 % around `at`; else: fitted.
  void toggle(const QPointF& at);
  bool canPan() const;

 private:
  double fitScale() const;
  void setScale(double scale, const QPointF& at);
  void keepInside();

  QSizeF view_{1, 1}, picture_{1, 1};
  double hundred_ = 1;
  bool fitted_ = true;
  double scale_ = 1;
  QPointF middle_;  // of the picture, 0…1 each way
};

}  // namespace calotype::ui
