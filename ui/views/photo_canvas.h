// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QWidget>
#include <optional>

#include "ui/palette.h"
#include "ui/views/zoom.h"

namespace calotype::ui {

/// One picture on a dark ground: zooms at the pointer, pans by dragging.
class PhotoCanvas final : public QWidget {
  Q_OBJECT
 public:
  explicit PhotoCanvas(QWidget* parent = nullptr);

  void setColours(const Palette& palette) { colours_ = palette; }
  /// Another photo: fitted. `pixels`: its full size.
  void showPhoto(const QImage& image, const QSizeF& pixels);
  /// The same photo, with more pixels or its true size known: nothing on the screen moves.
  void setImage(const QImage& image);
  void setPixels(const QSizeF& pixels);
  /// A sentence in place of a picture that cannot be shown.
  void setMessage(const QString& message);

  const Zoom& zoom() const { return zoom_; }
  void toggleZoom();
  void fit();
  void zoomBy(double factor);
  /// Whether more pixels of the photo would be seen than the image has.
  bool wantsMorePixels() const;

 Q_SIGNALS:
  void zoomChanged();
  void pointerMoved();
  void closeWanted();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;

 private:
  void changed();
  QPointF pointer() const;

  Palette colours_ = makePalette(true);
  QImage image_;
  QSizeF pixels_;
  QString message_;
  Zoom zoom_;
  std::optional<QPointF> dragFrom_;
};

}  // namespace calotype::ui
