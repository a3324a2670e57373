// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QSettings>
#include <optional>

#include "model/base/files.h"
#include "ui/models/place_model.h"
#include "ui/palette.h"

namespace calotype::ui {

/// How the window looks on this machine; what changes results lives in the catalog. An INI file.
class Settings {
 public:
  explicit Settings(const fs::path& file);

  /// window.ini in the catalog's folder when one was named, else in the XDG configuration folder.
  static fs::path fileFor(const fs::path& catalogFolder);

  Appearance appearance() const;
  void setAppearance(Appearance appearance);
  bool sideBarShown() const;
  void setSideBarShown(bool shown);
  bool panelShown() const;
  void setPanelShown(bool shown);
  bool squares() const;  // cells of the grid
  void setSquares(bool squares);
  bool headings() const;  // months above the photos
  void setHeadings(bool shown);
  /// Whether a heading of the side bar stands open; empty until somebody has said so.
  std::optional<bool> headingOpen(PlaceKey::Kind heading) const;
  void setHeadingOpen(PlaceKey::Kind heading, bool open);
  /// Milliseconds a picture of a model, as measured on this machine.
  std::optional<double> modelSpeed(const QString& name) const;
  void setModelSpeed(const QString& name, double milliseconds);
  int rowHeight() const;
  void setRowHeight(int pixels);
  QByteArray geometry() const;
  void setGeometry(const QByteArray& geometry);

 private:
  QSettings file_;
};

}  // namespace calotype::ui
