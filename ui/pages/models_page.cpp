// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/models_page.h"

#include <QFile>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMessageBox>
#include <QProgressBar>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

#include "catalog/settings.h"
#include "catalog/training/tuning.h"
#include "ui/tokens.h"
#include "ui/views/describe.h"
#include "ui/views/scroll_column.h"
#include "ui/views/text_label.h"

namespace calotype::ui {

namespace {

constexpr int kColumn = 760;
constexpr int kSteps = 1000;

}  // namespace

ModelsPage::ModelsPage(CatalogBridge& bridge, ModelBridge& models, TuningRun& tuning,
                       Settings& settings, QWidget* parent)
    : QWidget(parent), bridge_(bridge), models_(models), tuning_(tuning), settings_(settings) {
  setObjectName(QStringLiteral("modelsPage"));
  setAttribute(Qt::WA_StyledBackground);
  setAccessibleName(tr("Models"));
  build();
  connect(&models_, &ModelBridge::listed, this, &ModelsPage::showCards);
  connect(&models_, &ModelBridge::progressed, this,
          [this](const QString& name, double done, double of, double perSecond) {
            if (auto* const its = card(name)) its->setProgress(done, of, perSecond);
            if (!name.isEmpty()) return;
            importing_->setText(
                tr("%1 of %2 copied")
                    .arg(Words::bytes(std::uint64_t(done)), Words::bytes(std::uint64_t(of))));
            importing_->show();
          });
  connect(&models_, &ModelBridge::installed, this, [this](const QString& name) {
    import_->setEnabled(true);
    importing_->hide();
    fault_->hide();
    arrived_ = name;  // it is looked at once it stands in the list
  });
  connect(&models_, &ModelBridge::measured, this,
          [this](const QString& name, const model::Latency& latency) {
            settings_.setModelSpeed(name, latency.imageMs);
            showCards();
            useWhatArrived(name);
          });
  connect(&models_, &ModelBridge::failed, this, &ModelsPage::showError);
}

void ModelsPage::build() {
  column_ = makeScrollColumn(this, kColumn);
  auto* const body = column_->parentWidget();
  column_->setSpacing(tokens::kSpace3);

  buildChangeBar();
  fault_ = makeLabel(TextSize::Usual, "fault", body);
  fault_->hide();
  column_->addWidget(fault_);
  atHand_ = addSection(tr("On this computer"),
                       tr("The model is what looks at your photos and understands words. To use "
                          "another one, every photo is looked at once more; until that is done "
                          "the former one answers."));
  buildTuning();
  offered_ = addSection(tr("To be installed"),
                        tr("Downloaded once from the address shown, checked, and kept on this "
                           "computer. Nothing about you or your photos is sent. The first one "
                           "takes the starter model's place."));
  byHand_ = addSection(tr("To be imported"),
                       tr("Download the files by hand, or take them from the Hugging Face cache, "
                          "then import their folder."));
  import_ = new QPushButton(tr("Import a folder…"), body);
  connect(import_, &QPushButton::clicked, this, &ModelsPage::importFolder);
  column_->addWidget(import_, 0, Qt::AlignLeft);
  importing_ = makeLabel(TextSize::Secondary, "secondary", body);
  importing_->hide();
  column_->addWidget(importing_);
  column_->addStretch(1);
}

void ModelsPage::buildChangeBar() {
  change_ = new QFrame(column_->parentWidget());
  change_->setObjectName(QStringLiteral("modelChange"));
  change_->setAttribute(Qt::WA_StyledBackground);
  auto* const rows = new QVBoxLayout(change_);
  rows->setContentsMargins(tokens::kSpace4, tokens::kSpace3, tokens::kSpace4, tokens::kSpace3);
  rows->setSpacing(tokens::kSpace2);
  changeWords_ = makeLabel(TextSize::Usual, "", change_);
  rows->addWidget(changeWords_);
  changeBar_ = new QProgressBar(change_);
  changeBar_->setTextVisible(false);
  changeBar_->setRange(0, kSteps);
  changeBar_->setAccessibleName(tr("Photos that the new model has seen"));
  rows->addWidget(changeBar_);
  auto* const buttons = new QHBoxLayout;
  buttons->setSpacing(tokens::kSpace2);
  back_ = new QPushButton(tr("Go back"), change_);
  finish_ = new QPushButton(tr("Let the new one answer now"), change_);
  buttons->addWidget(back_);
  buttons->addWidget(finish_);
  buttons->addStretch(1);
  rows->addLayout(buttons);
  connect(back_, &QPushButton::clicked, this, [this] { use(inUse_.former, nullptr); });
  connect(finish_, &QPushButton::clicked, this, &ModelsPage::finishChange);
  column_->addWidget(change_);
  change_->hide();
}

void ModelsPage::buildTuning() {
  own_ = addSection(tr("From your own words"),
                    tr("The model in use can learn from your captions and from the tags that you "
                       "gave or accepted, on this computer alone. What it learnt is kept only if "
                       "it finds your photos better."));
  tuningCard_ = new TuningCard(column_->parentWidget());
  own_.cards->addWidget(tuningCard_);
  connect(tuningCard_, &TuningCard::startWanted, this, [this] {
    tuningCard_->setStarted();
    tuning_.start();
  });
  connect(tuningCard_, &TuningCard::stopWanted, &tuning_, &TuningRun::stop);
  connect(&tuning_, &TuningRun::stepped, tuningCard_, &TuningCard::setStep);
  connect(&tuning_, &TuningRun::stopped, tuningCard_, &TuningCard::setStopped);
  connect(&tuning_, &TuningRun::failed, tuningCard_, &TuningCard::setError);
  connect(&tuning_, &TuningRun::finished, this, [this](const TuningProof& proof) {
    learnt_ = proof.model;
    tuningCard_->setProof(proof);
  });
  connect(tuningCard_, &TuningCard::useWanted, this, [this] {
    if (!models_.transferring().isNull()) {
      fault_->setText(tr("Another model is on its way. Wait for it, or pause it."));
      return fault_->show();
    }
    learntWanted_ = true;
    models_.import(learnt_);
  });
}

void ModelsPage::countOwnPhotos() {
  bridge_.call<std::int64_t>(
      this, [](catalog::Catalog& catalog) { return catalog.countOwnPhotos(); },
      [this](Result<std::int64_t> count) {
        if (count) tuningCard_->setPhotos(int(*count), int(catalog::kLeastTuningPhotos));
      });
}

ModelsPage::Section ModelsPage::addSection(const QString& title, const QString& help) {
  auto* const body = column_->parentWidget();
  Section section;
  section.heading = makeLabel(TextSize::Title, "", body, title);
  section.heading->setContentsMargins(0, tokens::kSpace2, 0, 0);
  section.help = makeLabel(TextSize::Secondary, "secondary", body, help);
  column_->addWidget(section.heading);
  column_->addWidget(section.help);
  section.cards = new QVBoxLayout;
  section.cards->setSpacing(tokens::kSpace2);
  column_->addLayout(section.cards);
  return section;
}

void ModelsPage::focusFirst() {
  focusWanted_ = true;  // the cards are not there yet
  setFocus();
}

/// The keyboard goes through the cards as the eye does, however late they came.
void ModelsPage::orderTabs() {
  QWidget* last = finish_;
  QWidget* first = nullptr;
  for (const auto* const section : {&atHand_, &own_, &offered_, &byHand_})
    for (int i = 0; i < section->cards->count(); ++i)
      for (auto* const button : section->cards->itemAt(i)->widget()->findChildren<QPushButton*>()) {
        setTabOrder(last, button);
        last = button;
        // The models come later than the card for one's own words, and stand above it.
        if (first == nullptr && section != &own_ && !button->isHidden()) first = button;
      }
  setTabOrder(last, import_);
  // Which buttons there are, is known with the model in use.
  if (!focusWanted_ || first == nullptr || inUse_.model.empty()) return;
  focusWanted_ = false;
  if (hasFocus()) first->setFocus();  // else somebody was faster
}

void ModelsPage::refresh() {
  models_.refresh();
  countOwnPhotos();
  bridge_.call<InUse>(
      this,
      [](catalog::Catalog& catalog) -> Result<InUse> {
        InUse inUse;
        CALOTYPE_TRY(inUse.model, catalog.setting(catalog::kModelSetting));
        CALOTYPE_TRY(inUse.former, catalog.setting(catalog::kFormerModelSetting));
        if (!inUse.former.empty()) {
          CALOTYPE_TRY(inUse.change, catalog.modelChangeNow());
        }
        return inUse;
      },
      [this](Result<InUse> inUse) {
        if (inUse) show(*inUse);
      });
}

void ModelsPage::show(const InUse& inUse) {
  inUse_ = inUse;
  showChange();
  showCards();
}

void ModelsPage::setChange(const std::optional<catalog::ModelChange>& change) {
  if (!inUse_.change) return;  // it comes with the models that it is about
  inUse_.change = change;
  showChange();
}

void ModelsPage::showChange() {
  change_->setVisible(inUse_.change.has_value());
  if (!inUse_.change) return;
  const auto& change = *inUse_.change;
  changeWords_->setText(tr("%1 has seen %2 of %3 photos. Until it has seen all, %4 answers.")
                            .arg(titleOf(change.to), Words::count(change.seen),
                                 Words::count(change.of), titleOf(change.from)));
  changeBar_->setValue(change.of > 0 ? int(change.seen * kSteps / change.of) : 0);
}

ModelCard::Standing ModelsPage::standingOf(const model::ListedModel& listed) const {
  using Standing = ModelCard::Standing;
  if (!listed.spec) return listed.offer->canBeDownloaded() ? Standing::Offered : Standing::ByHand;
  if (listed.key == inUse_.model) return Standing::InUse;
  return listed.key == inUse_.former ? Standing::Answering : Standing::Installed;
}

ModelsPage::Section& ModelsPage::sectionOf(ModelCard::Standing standing) {
  using Standing = ModelCard::Standing;
  if (standing == Standing::Offered) return offered_;
  return standing == Standing::ByHand ? byHand_ : atHand_;
}

void ModelsPage::showCards() {
  auto old = std::exchange(cards_, {});
  for (const auto& listed : models_.models()) {
    const auto standing = standingOf(listed);
    auto* its = old.count(listed.name) > 0 ? old[listed.name] : &cardOf(listed);
    old.erase(listed.name);
    cards_[listed.name] = its;
    auto& cards = *sectionOf(standing).cards;
    for (auto* const section : {&atHand_, &offered_, &byHand_}) section->cards->removeWidget(its);
    cards.addWidget(its);
    its->show(listed, standing, settings_.modelSpeed(QString::fromStdString(listed.name)));
    if (models_.transferring() == QString::fromStdString(listed.name))
      its->setProgress(double(listed.begun), double(listed.bytes), 0);
  }
  for (const auto& [name, gone] : old) delete gone;
  if (const auto* const arrived = find(arrived_); arrived != nullptr && arrived->spec) {
    card(arrived_)->setBusy(tr("Measuring…"));
    models_.measure(arrived_, arrived->spec->folder);
    better_ = std::exchange(arrived_, QString());
  }
  const bool any = offered_.cards->count() > 0;
  offered_.heading->setVisible(any);
  offered_.help->setVisible(any);
  orderTabs();
  showChange();
}

ModelCard& ModelsPage::cardOf(const model::ListedModel& listed) {
  auto* const made = new ModelCard(column_->parentWidget());
  const auto name = QString::fromStdString(listed.name);
  connect(made, &ModelCard::installWanted, this, [this, name, made] {
    fault_->hide();
    if (!models_.transferring().isNull())
      return made->setError(tr("Another model is on its way. Wait for it, or pause it."));
    made->setProgress(0, 0, 0);
    models_.install(name);
  });
  connect(made, &ModelCard::pauseWanted, &models_, &ModelBridge::pause);
  connect(made, &ModelCard::useWanted, this, [this, name, made] {
    if (const auto* const chosen = find(name)) use(chosen->key, made);
  });
  connect(made, &ModelCard::measureWanted, this, [this, name, made] {
    const auto* const chosen = find(name);
    if (chosen == nullptr || !chosen->spec) return;
    made->setBusy(tr("Measuring…"));
    models_.measure(name, chosen->spec->folder);
  });
  connect(made, &ModelCard::removeWanted, this, [this, name] { confirmRemoval(name); });
  return *made;
}

const model::ListedModel* ModelsPage::find(const QString& name) const {
  for (const auto& listed : models_.models())
    if (listed.name == name.toStdString()) return &listed;
  return nullptr;
}

QString ModelsPage::titleOf(const fs::path& folder) const {
  for (const auto& listed : models_.models())
    if (listed.spec && listed.spec->folder == folder) return Words::modelTitle(listed);
  return Words::fileName(folder);
}

ModelCard* ModelsPage::card(const QString& name) {
  const auto found = cards_.find(name.toStdString());
  return found == cards_.end() ? nullptr : found->second;
}

/// Who installs a model beside the starter, or one that was learnt from their words, wants to use
/// it; between others it is for them to say.
void ModelsPage::useWhatArrived(const QString& name) {
  if (name.isEmpty() || name != better_) return;
  better_.clear();
  const auto* const better = find(name);
  if (std::exchange(learntWanted_, false) && better != nullptr) {
    tuningCard_->setTaken();
    return use(better->key, card(name));
  }
  for (const auto& listed : models_.models())
    if (listed.starter && listed.key == inUse_.model && better != nullptr)
      return use(better->key, card(name));
}

/// The catalog makes vectors with it from now on; indexing begins at once.
void ModelsPage::use(const std::string& key, ModelCard* card) {
  fault_->hide();
  if (card != nullptr) card->setBusy(tr("Opening…"));
  bridge_.call<bool>(
      this,
      [key](catalog::Catalog& catalog) -> Result<bool> {
        CALOTYPE_CHECK(catalog.useModel(key));
        CALOTYPE_CHECK(catalog.startIndexing());
        return true;
      },
      [this](Result<bool> used) {
        if (!used) {
          fault_->setText(Words::modelError(used.error()));
          fault_->show();
        }
        refresh();
      });
}

void ModelsPage::finishChange() {
  bridge_.call<bool>(
      this,
      [](catalog::Catalog& catalog) -> Result<bool> {
        CALOTYPE_CHECK(catalog.finishModelChange());
        return true;
      },
      [this](Result<bool> finished) {
        if (!finished) Q_EMIT failed(finished.error());
        refresh();
      });
}

void ModelsPage::importFolder() {
  const auto url = QFileDialog::getExistingDirectoryUrl(this, tr("Folder of a model"));
  if (!url.isLocalFile()) return;
  fault_->hide();
  models_.import(fs::path(QFile::encodeName(url.toLocalFile()).toStdString()));
  import_->setEnabled(models_.transferring().isNull());
}

void ModelsPage::confirmRemoval(const QString& name) {
  QMessageBox question(QMessageBox::Question, tr("Remove the model"),
                       tr("Take %1 off this computer? What it saw in your photos is kept, so it "
                          "can come back without another look.")
                           .arg(card(name)->accessibleName()),
                       QMessageBox::Cancel, this);
  auto* const remove = question.addButton(tr("Remove"), QMessageBox::AcceptRole);
  question.setDefaultButton(QMessageBox::Cancel);
  question.exec();
  if (question.clickedButton() == remove) models_.remove(name);
}

void ModelsPage::showError(const QString& name, const Error& error) {
  learntWanted_ = false;
  import_->setEnabled(true);
  importing_->hide();
  auto* const its = card(name);
  if (its == nullptr) {
    fault_->setText(Words::modelError(error));
    fault_->show();
    return;
  }
  its->setBusy({});
  its->setError(Words::modelError(error));
}

void ModelsPage::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape)
    Q_EMIT left();
  else
    QWidget::keyPressEvent(event);
}

}  // namespace calotype::ui
