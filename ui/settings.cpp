// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings.h"

#include <QFile>
#include <QStandardPaths>
#include <algorithm>

#include "ui/tokens.h"

namespace calotype::ui {

namespace {

// Key and default of every setting.
struct Row {
  const char* key;
  QVariant usual;
};
const Row kAppearance{"appearance", QStringLiteral("desktop")};
const Row kSideBar{"sideBar", true};
const Row kPanel{"panel", false};
const Row kSquares{"squares", false};
const Row kHeadings{"headings", true};
const Row kRowHeight{"rowHeight", tokens::kUsualRow};
const Row kGeometry{"geometry", QByteArray()};

QString headingKey(PlaceKey::Kind heading) {
  return heading == PlaceKey::Kind::Folders  ? QStringLiteral("foldersOpen")
         : heading == PlaceKey::Kind::Albums ? QStringLiteral("albumsOpen")
                                             : QStringLiteral("tagsOpen");
}

QVariant read(const QSettings& file, const Row& row) {
  return file.value(QLatin1String(row.key), row.usual);
}

}  // namespace

Settings::Settings(const fs::path& file)
    : file_(QFile::decodeName(file.c_str()), QSettings::IniFormat) {}

fs::path Settings::fileFor(const fs::path& catalogFolder) {
  if (!catalogFolder.empty()) return catalogFolder / "window.ini";
  const auto folder = QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation);
  return fs::path(QFile::encodeName(folder).toStdString()) / "calotype" / "window.ini";
}

Appearance Settings::appearance() const {
  const auto value = read(file_, kAppearance).toString();
  if (value == QLatin1String("light")) return Appearance::Light;
  return value == QLatin1String("dark") ? Appearance::Dark : Appearance::Desktop;
}

void Settings::setAppearance(Appearance appearance) {
  const auto value = appearance == Appearance::Light  ? QStringLiteral("light")
                     : appearance == Appearance::Dark ? QStringLiteral("dark")
                                                      : QStringLiteral("desktop");
  file_.setValue(QLatin1String(kAppearance.key), value);
}

bool Settings::sideBarShown() const {
  return read(file_, kSideBar).toBool();
}

void Settings::setSideBarShown(bool shown) {
  file_.setValue(QLatin1String(kSideBar.key), shown);
}

bool Settings::panelShown() const {
  return read(file_, kPanel).toBool();
}

void Settings::setPanelShown(bool shown) {
  file_.setValue(QLatin1String(kPanel.key), shown);
}

bool Settings::squares() const {
  return read(file_, kSquares).toBool();
}

void Settings::setSquares(bool squares) {
  file_.setValue(QLatin1String(kSquares.key), squares);
}

bool Settings::headings() const {
  return read(file_, kHeadings).toBool();
}

void Settings::setHeadings(bool shown) {
  file_.setValue(QLatin1String(kHeadings.key), shown);
}

int Settings::rowHeight() const {
  return std::clamp(read(file_, kRowHeight).toInt(), tokens::kSmallestRow, tokens::kLargestRow);
}

void Settings::setRowHeight(int pixels) {
  file_.setValue(QLatin1String(kRowHeight.key), pixels);
}

std::optional<double> Settings::modelSpeed(const QString& name) const {
  const auto value = file_.value(QStringLiteral("modelSpeed/") + name);
  return value.isValid() ? std::optional(value.toDouble()) : std::nullopt;
}

void Settings::setModelSpeed(const QString& name, double milliseconds) {
  file_.setValue(QStringLiteral("modelSpeed/") + name, milliseconds);
}

std::optional<bool> Settings::headingOpen(PlaceKey::Kind heading) const {
  const auto value = file_.value(headingKey(heading));
  return value.isValid() ? std::optional(value.toBool()) : std::nullopt;
}

void Settings::setHeadingOpen(PlaceKey::Kind heading, bool open) {
  file_.setValue(headingKey(heading), open);
}

QByteArray Settings::geometry() const {
  return read(file_, kGeometry).toByteArray();
}

void Settings::setGeometry(const QByteArray& geometry) {
  file_.setValue(QLatin1String(kGeometry.key), geometry);
}

}  // namespace calotype::ui
