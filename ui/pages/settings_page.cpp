// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/settings_page.h"

#include <QAbstractButton>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QSlider>
#include <QVBoxLayout>
#include <algorithm>

#include "catalog/settings.h"
#include "ui/tokens.h"
#include "ui/views/describe.h"
#include "ui/views/scroll_column.h"
#include "ui/views/text_label.h"

namespace calotype::ui {

namespace {

constexpr int kColumn = 560, kNameWidth = 200, kSlider = 220;
QLabel* makeLine(QWidget* parent, const QString& text) {
  auto* const label = makeLabel(TextSize::Usual, "secondary", parent, text);
  label->setWordWrap(false);
  return label;
}

constexpr int kLeastPercent = 50, kMostPercent = 99, kStep = 5;

}  // namespace

SettingsPage::SettingsPage(CatalogBridge& bridge, Settings& settings, QWidget* parent)
    : QWidget(parent), bridge_(bridge), settings_(settings) {
  setObjectName(QStringLiteral("settingsPage"));
  setAttribute(Qt::WA_StyledBackground);
  setAccessibleName(tr("Settings"));
  build();
}

QVBoxLayout* SettingsPage::addSection(const QString& title) {
  auto* const heading = makeLabel(TextSize::Title, "", column_->parentWidget(), title);
  column_->addSpacing(tokens::kSpace4);
  column_->addWidget(heading);
  auto* const section = new QVBoxLayout;
  section->setSpacing(tokens::kSpace3);
  column_->addLayout(section);
  return section;
}

void SettingsPage::addRow(QVBoxLayout* section, const QString& name, QWidget* control,
                          const QString& help) {
  auto* const row = new QHBoxLayout;
  row->setSpacing(tokens::kSpace4);
  auto* const label = makeLabel(TextSize::Usual, "", control->parentWidget(), name);
  label->setFixedWidth(kNameWidth);
  label->setMinimumHeight(control->sizeHint().height());
  label->setAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  label->setBuddy(control);
  if (qobject_cast<QAbstractButton*>(control) == nullptr) control->setAccessibleName(name);
  row->addWidget(label, 0, Qt::AlignTop);
  auto* const right = new QVBoxLayout;
  right->setSpacing(tokens::kSpace1);
  right->addWidget(control, 0, Qt::AlignLeft);
  if (!help.isEmpty())
    right->addWidget(makeLabel(TextSize::Secondary, "secondary", control->parentWidget(), help));
  row->addLayout(right, 1);
  section->addLayout(row);
}

void SettingsPage::build() {
  column_ = makeScrollColumn(this, kColumn);
  auto* const body = column_->parentWidget();

  auto* const look = addSection(tr("Appearance"));
  appearance_ = new QComboBox(body);
  appearance_->addItems({tr("As the desktop"), tr("Light"), tr("Dark")});
  addRow(look, tr("Colours"), appearance_);
  layout_ = new QComboBox(body);
  layout_->addItems({tr("Whole photos in rows"), tr("Squares")});
  addRow(look, tr("Photos in the grid"), layout_);
  headings_ = new QCheckBox(tr("Months as headings"), body);
  addRow(look, tr("When sorted by date"), headings_);

  auto* const tags = addSection(tr("Proposed tags"));
  auto* const sure = new QWidget(body);
  auto* const line = new QHBoxLayout(sure);
  line->setContentsMargins({});
  line->setSpacing(tokens::kSpace3);
  precision_ = new QSlider(Qt::Horizontal, sure);
  precision_->setRange(kLeastPercent, kMostPercent);
  precision_->setSingleStep(1);
  precision_->setPageStep(kStep);
  precision_->setFixedWidth(kSlider);
  precision_->setAccessibleName(tr("How many of the proposals shall be right"));
  line->addWidget(precision_);
  precisionWords_ = makeLabel(TextSize::Usual, "", sure);
  precisionWords_->setWordWrap(false);
  line->addWidget(precisionWords_);
  addRow(tags, tr("How sure they have to be"), sure,
         tr("More certainty means fewer proposals. What a model can reach was measured on labelled "
            "photos; with the small model that comes with Calotype there are few at nine of ten."));
  automatic_ = new QCheckBox(tr("Propose tags for new photos"), body);
  addRow(tags, tr("By itself"), automatic_,
         tr("Proposals are only shown to you. Nothing is written into your photos."));
  buildSidecars();
  buildFolders();

  auto* const model = addSection(tr("Model"));
  model_ = makeLabel(TextSize::Usual, "secondary", body);
  model->addWidget(model_);
  auto* const models = new QPushButton(tr("Choose a model…"), body);
  model->addWidget(models, 0, Qt::AlignLeft);
  connect(models, &QPushButton::clicked, this, &SettingsPage::modelsWanted);
  column_->addStretch(1);

  appearance_->setCurrentIndex(int(settings_.appearance()));
  layout_->setCurrentIndex(settings_.squares() ? 1 : 0);
  headings_->setChecked(settings_.headings());
  connect(appearance_, &QComboBox::activated, this,
          [this](int index) { Q_EMIT appearanceChosen(Appearance(index)); });
  connect(layout_, &QComboBox::activated, this,
          [this](int index) { Q_EMIT squaresChosen(index == 1); });
  connect(headings_, &QCheckBox::toggled, this, &SettingsPage::headingsChosen);
  connect(precision_, &QSlider::valueChanged, this, [this](int percent) {
    showPrecision(percent);
    store(catalog::kTagPrecision, QString::number(percent / 100.0));
  });
  connect(automatic_, &QCheckBox::toggled, this, [this](bool on) {
    store(catalog::kTagAutomatic, on ? QStringLiteral("1") : QStringLiteral("0"));
  });
}

void SettingsPage::buildSidecars() {
  auto* const body = column_->parentWidget();
  auto* const others = addSection(tr("Other programs"));
  sidecars_ = new QCheckBox(tr("In a file beside each photo (“rose.jpg.xmp”)"), body);
  sidecars_->setObjectName(QStringLiteral("sidecars"));
  addRow(others, tr("Ratings, captions, tags"), sidecars_,
         tr("Other programs can read them there, and what they change there is taken over. "
            "Proposed tags are never written."));
  connect(sidecars_, &QCheckBox::toggled, this, [this](bool on) {
    store(catalog::kSidecars, on ? QStringLiteral("1") : QStringLiteral("0"));
  });
  roots_ = new QWidget(body);
  auto* const boxes = new QVBoxLayout(roots_);
  boxes->setContentsMargins({});
  boxes->setSpacing(tokens::kSpace1);
  addRow(
      others, tr("Into the photos too"), roots_,
      tr("JPEG, PNG, TIFF and WebP only. The new file takes the old one's place once it was read "
         "again and the picture in it is the same; what cannot be written safely gets a file "
         "beside it."));
}

void SettingsPage::buildFolders() {
  auto* const folders = addSection(tr("Folders"));
  watch_ =
      new QCheckBox(tr("Notice new, moved and deleted photos at once"), column_->parentWidget());
  watch_->setObjectName(QStringLiteral("watch"));
  addRow(folders, tr("By itself"), watch_,
         tr("Otherwise the folders are looked at when Calotype starts, and when you say so."));
  connect(watch_, &QCheckBox::toggled, this, [this](bool on) {
    store(catalog::kWatch, on ? QStringLiteral("1") : QStringLiteral("0"));
  });
  onBattery_ = new QCheckBox(tr("Go on indexing on battery"), column_->parentWidget());
  onBattery_->setObjectName(QStringLiteral("on battery"));
  addRow(folders, tr("Power"), onBattery_,
         tr("Otherwise indexing waits until the computer is plugged in, or you resume it."));
  connect(onBattery_, &QCheckBox::toggled, this, [this](bool on) {
    store(catalog::kOnBattery, on ? QStringLiteral("1") : QStringLiteral("0"));
  });
  excluded_ = new QWidget(column_->parentWidget());
  auto* const lines = new QVBoxLayout(excluded_);
  lines->setContentsMargins({});
  lines->setSpacing(tokens::kSpace1);
  addRow(folders, tr("Left out"), excluded_,
         tr("Nobody looks into these. A folder of the library is left out in the side bar, by its "
            "menu."));
}

void SettingsPage::showExcluded(const std::vector<catalog::Root>& roots) {
  qDeleteAll(excluded_->findChildren<QWidget*>(Qt::FindDirectChildrenOnly));
  bool any = false;
  for (const auto& root : roots)
    for (const auto& folder : root.excluded) {
      any = true;
      const auto path = root.path / folder;
      auto* const button =
          new QPushButton(tr("Take “%1” in again").arg(Words::folderName(path)), excluded_);
      button->setProperty("role", QStringLiteral("link"));
      button->setToolTip(Words::path(path));
      connect(button, &QPushButton::clicked, this, [this, path] { include(path); });
      excluded_->layout()->addWidget(button);
    }
  if (!any) excluded_->layout()->addWidget(makeLine(excluded_, tr("No folder is left out.")));
}

void SettingsPage::include(const fs::path& folder) {
  bridge_.call<bool>(
      this,
      [folder](catalog::Catalog& catalog) -> Result<bool> {
        CALOTYPE_CHECK(catalog.includeFolder(folder));
        return true;
      },
      [this](Result<bool> taken) {
        if (!taken) Q_EMIT failed(taken.error());
        refresh();
      });
}

void SettingsPage::showRoots(const std::vector<catalog::Root>& roots) {
  const bool same = std::equal(
      roots.begin(), roots.end(), shownRoots_.begin(), shownRoots_.end(),
      [](const auto& a, const auto& b) { return a.path == b.path && a.embeds == b.embeds; });
  if (same && !roots.empty()) return;
  shownRoots_ = roots;
  qDeleteAll(roots_->findChildren<QWidget*>(Qt::FindDirectChildrenOnly));
  auto* const boxes = roots_->layout();
  for (const auto& root : roots) {
    auto* const box = new QCheckBox(Words::folderName(root.path), roots_);
    box->setToolTip(Words::path(root.path));
    box->setAccessibleName(tr("Write into the photos of %1").arg(Words::folderName(root.path)));
    box->setChecked(root.embeds);
    connect(box, &QCheckBox::toggled, this,
            [this, path = root.path](bool on) { setEmbeds(path, on); });
    boxes->addWidget(box);
  }
  if (roots.empty()) boxes->addWidget(makeLine(roots_, tr("There is no folder yet.")));
}

void SettingsPage::setEmbeds(const fs::path& folder, bool embeds) {
  bridge_.call<bool>(
      this,
      [folder, embeds](catalog::Catalog& catalog) -> Result<bool> {
        CALOTYPE_CHECK(catalog.setEmbeds(folder, embeds));
        return true;
      },
      [this](Result<bool> set) {
        if (!set) Q_EMIT failed(set.error());
      });
}

void SettingsPage::focusFirst() {
  appearance_->setFocus();
}

void SettingsPage::showPrecision(int percent) {
  precisionWords_->setText(tr("%1 of 100 right").arg(percent));
}

void SettingsPage::store(const char* key, const QString& value) {
  bridge_.call<bool>(
      this,
      [key, value = value.toStdString()](catalog::Catalog& catalog) -> Result<bool> {
        CALOTYPE_CHECK(catalog.setSetting(key, value));
        return true;
      },
      [this](Result<bool> stored) {
        if (!stored) Q_EMIT failed(stored.error());
      });
}

void SettingsPage::refresh() {
  appearance_->setCurrentIndex(int(settings_.appearance()));
  const auto status = bridge_.modelStatus();
  model_->setText(status.name.empty() ? tr("The model is opened when it is needed.")
                                      : Words::model(status));
  struct Values {
    std::string precision, automatic, sidecars, watch, onBattery;
    std::vector<catalog::Root> roots;
  };
  bridge_.call<Values>(
      this,
      [](catalog::Catalog& catalog) -> Result<Values> {
        Values values;
        CALOTYPE_TRY(values.precision, catalog.setting(catalog::kTagPrecision));
        CALOTYPE_TRY(values.automatic, catalog.setting(catalog::kTagAutomatic));
        CALOTYPE_TRY(values.sidecars, catalog.setting(catalog::kSidecars));
        CALOTYPE_TRY(values.watch, catalog.setting(catalog::kWatch));
        CALOTYPE_TRY(values.onBattery, catalog.setting(catalog::kOnBattery));
        CALOTYPE_TRY(values.roots, catalog.roots());
        return values;
      },
      [this](Result<Values> values) {
        if (!values) return;
        const QSignalBlocker quietly(precision_), alsoQuietly(automatic_), silently(sidecars_),
            asQuietly(watch_), noMoreLoudly(onBattery_);
        const int percent =
            int(std::lround(QString::fromStdString(values->precision).toDouble() * 100));
        precision_->setValue(percent);
        showPrecision(percent);
        automatic_->setChecked(values->automatic != "0");
        sidecars_->setChecked(values->sidecars == "1");
        watch_->setChecked(values->watch != "0");
        onBattery_->setChecked(values->onBattery == "1");
        showRoots(values->roots);
        showExcluded(values->roots);
      });
}

void SettingsPage::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape)
    Q_EMIT left();
  else
    QWidget::keyPressEvent(event);
}

}  // namespace calotype::ui
