// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ui/bridge/catalog_bridge.h"
#include "ui/bridge/model_bridge.h"
#include "ui/bridge/tuning_run.h"
#include "ui/settings.h"
#include "ui/views/model_card.h"
#include "ui/views/tuning_card.h"

class QFrame;
class QLabel;
class QProgressBar;
class QPushButton;
class QVBoxLayout;

namespace calotype::ui {

/// The models at hand and those that can be had; which one is used, and how far a change is.
class ModelsPage final : public QWidget {
  Q_OBJECT
 public:
  ModelsPage(CatalogBridge& bridge, ModelBridge& models, TuningRun& tuning, Settings& settings,
             QWidget* parent = nullptr);

  /// Reads what there is, and shows it.
  void refresh();
  /// A change that is shown goes on.
  void setChange(const std::optional<catalog::ModelChange>& change);
  void focusFirst();

 Q_SIGNALS:
  void failed(const calotype::Error& error);
  void left();

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  struct InUse {
    std::string model, former;  // ModelStore::keyOf
    std::optional<catalog::ModelChange> change;
  };
  struct Section {
    QLabel *heading = nullptr, *help = nullptr;
    QVBoxLayout* cards = nullptr;
  };

  void build();
  Section addSection(const QString& title, const QString& help);
  void buildChangeBar();
  void buildTuning();
  void countOwnPhotos();
  void show(const InUse& inUse);
  void showCards();
  void showChange();
  ModelCard& cardOf(const model::ListedModel& listed);
  ModelCard::Standing standingOf(const model::ListedModel& listed) const;
  Section& sectionOf(ModelCard::Standing standing);
  const model::ListedModel* find(const QString& name) const;
  QString titleOf(const fs::path& folder) const;
  ModelCard* card(const QString& name);
  void use(const std::string& key, ModelCard* card);
  void orderTabs();
  void finishChange();
  void useWhatArrived(const QString& name);
  void importFolder();
  void confirmRemoval(const QString& name);
  void showError(const QString& name, const Error& error);

  CatalogBridge& bridge_;
  ModelBridge& models_;
  TuningRun& tuning_;
  Settings& settings_;
  InUse inUse_;
  QVBoxLayout* column_ = nullptr;
  QFrame* change_ = nullptr;
  QLabel *changeWords_ = nullptr, *fault_ = nullptr, *importing_ = nullptr;
  QProgressBar* changeBar_ = nullptr;
  QPushButton *back_ = nullptr, *finish_ = nullptr, *import_ = nullptr;
  Section atHand_, own_, offered_, byHand_;
  TuningCard* tuningCard_ = nullptr;
  std::map<std::string, ModelCard*> cards_;
  bool focusWanted_ = false;
  QString arrived_, better_;   // just installed: to be measured, then perhaps used
  fs::path learnt_;            // by tuning, if it is worth to be used
  bool learntWanted_ = false;  // what is being installed is that
};

}  // namespace calotype::ui
