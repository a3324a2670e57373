// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QTimer>
#include <memory>
#include <stop_token>
#include <vector>

#include "ui/bridge/catalog_bridge.h"

class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QSlider;
class QTableWidget;

namespace calotype::ui {

/// Shows what tagging some photos would change, before it is done.
class TagDialog final : public QDialog {
  Q_OBJECT
 public:
  TagDialog(CatalogBridge& bridge, std::vector<catalog::PhotoId> photos, const QString& what,
            QWidget* parent);
  ~TagDialog() override;

 Q_SIGNALS:
  void applyWanted(std::shared_ptr<const calotype::catalog::TagPreview> preview);

 private:
  void build(const QString& what);
  void look();
  void show(Result<std::shared_ptr<const catalog::TagPreview>> preview);

  CatalogBridge& bridge_;
  const std::vector<catalog::PhotoId> photos_;
  std::shared_ptr<const catalog::TagPreview> preview_;
  std::stop_source stop_;
  int question_ = 0;
  QLabel *summary_ = nullptr, *precisionWords_ = nullptr;
  QSlider* precision_ = nullptr;
  QProgressBar* progress_ = nullptr;
  QTableWidget* table_ = nullptr;
  QPushButton* apply_ = nullptr;
  QTimer pause_;
};

}  // namespace calotype::ui
