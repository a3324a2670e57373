// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/tag_dialog.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QSlider>
#include <QTableWidget>
#include <QVBoxLayout>
#include <map>

#include "catalog/settings.h"
#include "catalog/tagging.h"
#include "ui/tokens.h"
#include "ui/views/describe.h"
#include "ui/views/text_label.h"

namespace calotype::ui {

namespace {

constexpr int kWidth = 520, kHeight = 480, kPauseMs = 250, kPercent = 90;

struct TagCount {
  int added = 0, removed = 0, kept = 0;
  double probability = 0;
};

}  // namespace

TagDialog::TagDialog(CatalogBridge& bridge, std::vector<catalog::PhotoId> photos,
                     const QString& what, QWidget* parent)
    : QDialog(parent), bridge_(bridge), photos_(std::move(photos)) {
  setWindowTitle(tr("Propose tags"));
  setAccessibleName(tr("Propose tags"));
  resize(kWidth, kHeight);
  build(what);
  pause_.setSingleShot(true);
  pause_.setInterval(kPauseMs);
  connect(&pause_, &QTimer::timeout, this, &TagDialog::look);
  bridge_.call<std::string>(
      this, [](catalog::Catalog& catalog) { return catalog.setting(catalog::kTagPrecision); },
      [this](Result<std::string> value) {
        if (value) precision_->setValue(int(QString::fromStdString(*value).toDouble() * 100 + 0.5));
        look();
      });
}

TagDialog::~TagDialog() {
  stop_.request_stop();
}

void TagDialog::build(const QString& what) {
  auto* const layout = new QVBoxLayout(this);
  layout->setContentsMargins(tokens::kSpace6, tokens::kSpace4, tokens::kSpace6, tokens::kSpace4);
  layout->setSpacing(tokens::kSpace3);
  layout->addWidget(makeLabel(TextSize::Title, "", this, what));
  auto* const line = new QHBoxLayout;
  line->setSpacing(tokens::kSpace3);
  auto* const name = makeLabel(TextSize::Usual, "", this, tr("How sure"));
  name->setWordWrap(false);
  line->addWidget(name);
  precision_ = new QSlider(Qt::Horizontal, this);
  precision_->setRange(50, 99);
  precision_->setValue(kPercent);
  precision_->setAccessibleName(tr("How many of the proposals shall be right"));
  line->addWidget(precision_, 1);
  precisionWords_ = makeLabel(TextSize::Usual, "", this);
  precisionWords_->setWordWrap(false);
  line->addWidget(precisionWords_);
  layout->addLayout(line);
  progress_ = new QProgressBar(this);
  progress_->setTextVisible(false);
  progress_->setAccessibleName(tr("Reading the vocabulary"));
  layout->addWidget(progress_);
  table_ = new QTableWidget(0, 3, this);
  table_->setHorizontalHeaderLabels({tr("Tag"), tr("Photos"), tr("Certainty")});
  table_->setAccessibleName(tr("What would change"));
  table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setTabKeyNavigation(false);
  table_->setShowGrid(false);
  table_->setFrameShape(QFrame::NoFrame);
  table_->verticalHeader()->hide();
  table_->setWordWrap(false);
  table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  table_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
  table_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  layout->addWidget(table_, 1);
  summary_ = makeLabel(TextSize::Secondary, "secondary", this);
  layout->addWidget(summary_);
  auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
  apply_ = buttons->addButton(tr("Propose"), QDialogButtonBox::AcceptRole);
  apply_->setProperty("role", QStringLiteral("primary"));
  apply_->setEnabled(false);
  layout->addWidget(buttons);
  connect(precision_, &QSlider::valueChanged, this, [this](int percent) {
    precisionWords_->setText(tr("%1 of 100 right").arg(percent));
    apply_->setEnabled(false);
    pause_.start();
  });
  precisionWords_->setText(tr("%1 of 100 right").arg(kPercent));
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(buttons, &QDialogButtonBox::accepted, this, [this] {
    if (preview_) Q_EMIT applyWanted(preview_);
    accept();
  });
}

void TagDialog::look() {
  pause_.stop();
  stop_.request_stop();
  stop_ = {};
  apply_->setEnabled(false);
  progress_->setRange(0, 0);
  progress_->show();
  summary_->setText(tr("Looking at %n photo(s)…", nullptr, int(photos_.size())));
  bridge_.previewTags(
      {photos_, {}, precision_->value() / 100.0}, stop_.get_token(), this,
      [this](int done, int of) {
        progress_->setRange(0, of);
        progress_->setValue(done);
        summary_->setText(tr("Reading the vocabulary for this model, once…"));
      },
      [this, asked = ++question_](Result<std::shared_ptr<const catalog::TagPreview>> preview) {
        if (asked == question_) show(std::move(preview));
      });
}

void TagDialog::show(Result<std::shared_ptr<const catalog::TagPreview>> preview) {
  if (!preview && preview.error().code == Code::Cancelled) return;
  progress_->hide();
  if (!preview) {
    summary_->setText(Words::error(preview.error()));
    return;
  }
  preview_ = *preview;
  const auto& plan = preview_->plan;
  const auto& vocabulary = preview_->tagger->vocabulary();
  const auto language = QLocale().language() == QLocale::German ? catalog::Language::German
                                                                : catalog::Language::English;
  std::map<std::int32_t, TagCount> counts;
  for (const auto& change : plan.changes) {
    auto& count = counts[change.concept_];
    using Kind = catalog::TagChange::Kind;
    ++(change.kind == Kind::Add    ? count.added
       : change.kind == Kind::Keep ? count.kept
                                   : count.removed);
    count.probability += double(change.probability);
  }
  std::vector<std::pair<std::int32_t, TagCount>> sorted(counts.begin(), counts.end());
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    const auto rank = [](const TagCount& count) {  // what changes comes first
      return std::pair(count.added + count.removed, count.kept);
    };
    return rank(a.second) > rank(b.second);
  });
  table_->setRowCount(int(sorted.size()));
  for (int row = 0; row < int(sorted.size()); ++row) {
    const auto& [index, count] = sorted[std::size_t(row)];
    const auto& one = vocabulary.concepts()[std::size_t(index)];
    const int now = count.added + count.kept;
    const auto photos = now == 0 ? tr("%1 withdrawn").arg(Words::count(count.removed))
                        : count.kept > 0
                            ? tr("%1 (%2 new)").arg(Words::count(now), Words::count(count.added))
                            : Words::count(now);
    table_->setItem(row, 0,
                    new QTableWidgetItem(Words::plain(catalog::Vocabulary::nameOf(one, language))));
    table_->setItem(row, 1, new QTableWidgetItem(photos));
    table_->setItem(
        row, 2,
        new QTableWidgetItem(now == 0 ? QString() : Words::sureness(count.probability / now)));
  }
  QStringList lines;
  if (preview_->tagger->leastProbability(preview_->precision) > 1)
    lines << tr(
        "This model is not good enough to be so sure. Ask for less, or use a better model.");
  else
    lines << tr("%1 new proposals, %2 withdrawn, %3 as before, on %4 photos.")
                 .arg(Words::count(plan.added), Words::count(plan.removed), Words::count(plan.kept),
                      Words::count(plan.photos));
  if (plan.withoutVector > 0)
    lines << tr("%n photo(s) still have to be indexed.", nullptr, int(plan.withoutVector));
  summary_->setText(lines.join(QLatin1Char(' ')));
  apply_->setEnabled(plan.added + plan.removed > 0);
}

}  // namespace calotype::ui
