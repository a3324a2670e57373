// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/icons.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>
#include <memory>

#include "model/base/assert.h"

namespace calotype::ui {

namespace {

QByteArray tinted(const QString& name, const QColor& colour) {
  QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
  CALOTYPE_ASSERT(file.open(QIODevice::ReadOnly));  // compiled in: a wrong name is our own mistake
  return file.readAll().replace("currentColor", colour.name().toLatin1());
}

class TintedIcon final : public QIconEngine {
 public:
  TintedIcon(QString name, QColor colour) : name_(std::move(name)), colour_(colour) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
    QSvgRenderer renderer(tinted(name_, colour_));
    const auto opacity = painter->opacity();
    if (mode == QIcon::Disabled) painter->setOpacity(opacity * 0.4);
    renderer.render(painter, rect);
    painter->setOpacity(opacity);
  }

  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
    QPixmap pixels(size);
    pixels.fill(Qt::transparent);
    QPainter painter(&pixels);
    paint(&painter, QRect(QPoint(), size), mode, state);
    return pixels;
  }

  QIconEngine* clone() const override { return std::make_unique<TintedIcon>(*this).release(); }

 private:
  QString name_;
  QColor colour_;
};

}  // namespace

QIcon icon(const QString& name, const QColor& colour) {
  return QIcon(std::make_unique<TintedIcon>(name, colour).release());
}

QPixmap iconPixmap(const QString& name, const QColor& colour, int size, qreal devicePixelRatio) {
  QPixmap pixels(QSize(size, size) * devicePixelRatio);
  pixels.fill(Qt::transparent);
  QPainter painter(&pixels);
  TintedIcon(name, colour).paint(&painter, pixels.rect(), QIcon::Normal, QIcon::Off);
  painter.end();
  pixels.setDevicePixelRatio(devicePixelRatio);
  return pixels;
}

QIcon applicationIcon() {
  return QIcon(QStringLiteral(":/icons/org.calotype.Calotype.svg"));
}

}  // namespace calotype::ui
