// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "ui/bridge/catalog_bridge.h"
#include "ui/palette.h"
#include "ui/settings.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QSlider;
class QVBoxLayout;

namespace calotype::ui {

/// How the window looks, and how sure proposed tags have to be. What is changed holds at once.
class SettingsPage final : public QWidget {
  Q_OBJECT
 public:
  SettingsPage(CatalogBridge& bridge, Settings& settings, QWidget* parent = nullptr);

  /// Reads what the catalog has, and shows it.
  void refresh();
  void focusFirst();

 Q_SIGNALS:
  void appearanceChosen(calotype::ui::Appearance appearance);
  void squaresChosen(bool squares);
  void headingsChosen(bool shown);
  void modelsWanted();
  void failed(const calotype::Error& error);
  void left();

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void build();
  QVBoxLayout* addSection(const QString& title);
  void addRow(QVBoxLayout* section, const QString& name, QWidget* control,
              const QString& help = {});
  void showPrecision(int percent);
  void store(const char* key, const QString& value);
  void buildSidecars();
  void showRoots(const std::vector<catalog::Root>& roots);
  void setEmbeds(const fs::path& folder, bool embeds);
  void buildFolders();
  void showExcluded(const std::vector<catalog::Root>& roots);
  void include(const fs::path& folder);

  CatalogBridge& bridge_;
  Settings& settings_;
  QVBoxLayout* column_ = nullptr;
  QComboBox *appearance_ = nullptr, *layout_ = nullptr;
  QCheckBox *headings_ = nullptr, *automatic_ = nullptr, *sidecars_ = nullptr, *watch_ = nullptr,
            *onBattery_ = nullptr;
  QWidget* roots_ = nullptr;     // a box for each
  QWidget* excluded_ = nullptr;  // a line for each
  std::vector<catalog::Root> shownRoots_;
  QSlider* precision_ = nullptr;
  QLabel *precisionWords_ = nullptr, *model_ = nullptr;
};

}  // namespace calotype::ui
