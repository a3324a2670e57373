// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDateTime>
#include <QStackedWidget>

#include "ui/pages/library_page.h"
#include "ui/views/chip_row.h"
#include "ui/views/photo_grid.h"
#include "ui/views/search_field.h"
#include "ui/views/side_bar.h"
#include "ui/views/top_bar.h"
#include "ui/views/viewer.h"
#include "ui/window.h"

namespace calotype::ui {

void Window::ask(const QString& query) {
  if (screens_->currentWidget() == viewer_) viewer_->close();
  topBar_->search().ask(query);
}

void Window::offer(const QString& words, int cursor) {
  const auto bytes = words.left(cursor).toUtf8().size();
  bridge_.call<std::vector<catalog::Completion>>(
      this,
      [text = words.toStdString(), bytes](catalog::Catalog& catalog) {
        return catalog.complete(text, std::size_t(bytes));
      },
      [this, words](Result<std::vector<catalog::Completion>> found) {
        auto& field = topBar_->search();
        if (!found || field.text() != words) return;
        std::vector<SearchField::Offer> offers;
        for (const auto& each : *found)
          offers.push_back(
              {Words::plain(each.insert), Words::plain(each.detail),
               int(QString::fromUtf8(words.toUtf8().left(qsizetype(each.at.begin))).size())});
        field.setOffers(offers);
        if (finder_.words() == faultsOf_) showFaults();  // else its answer is on its way
      });
}

void Window::adviseOn(const QString& words) {
  if (words.isEmpty()) return;
  bridge_.call<std::vector<catalog::Advice>>(
      this,
      [text = words.toStdString()](catalog::Catalog& catalog) { return catalog.advise(text); },
      [this, words](Result<std::vector<catalog::Advice>> advice) {
        if (advice && words == faultsOf_) library_->chips().setAdvice(std::move(*advice));
      });
}

void Window::setOrder(catalog::Order order, bool reversed) {
  if (!finder_.isSearch() || finder_.isByPicture()) return finder_.setOrder(order, reversed);
  // A search says its order itself.
  auto query = catalog::parseQuery(finder_.words().toStdString());
  query.order = order;
  query.reversed = reversed;
  if (order == catalog::Order::Relevance) query.order.reset();
  ask(QString::fromStdString(catalog::serialise(query)));
}

void Window::searchByPicture(const fs::path& file) {
  topBar_->search().setPicture({}, Words::fileName(file));
  finder_.findLikePicture(file);
}

void Window::searchByPhoto(catalog::PhotoId photo) {
  if (screens_->currentWidget() == viewer_) viewer_->close();
  topBar_->search().setPicture(photos_.thumbnail(photo, PhotoModel::kSmallEdge),
                               tr("More like this photo"));
  finder_.findLikePhoto(photo);
}

void Window::take(const catalog::SearchPage& page, bool fresh) {
  auto& grid = library_->grid();
  if (fresh) {
    grid.startOver();
    // A search looks everywhere; afterwards one is back in the place one came from.
    const bool saved = place_.kind == PlaceKey::Kind::SavedSearch;
    sideBar_->setPlace(finder_.isSearch() && !saved ? PlaceKey{PlaceKey::Kind::Library} : place_);
    showLibraryPage();
  }
  const bool ranked = finder_.isSearch() && page.ranked && page.order == catalog::Order::Relevance;
  likeness_ = ranked ? Likeness(page.rows) : Likeness();
  grid.setDatesShown(page.order == catalog::Order::Date);
  setHeadings(page);
  photos_.setPhotos(page.rows);
  topBar_->setOrder(page.order, finder_.reversed(), page.ranked || finder_.isSearch());
  if (page.rows.empty())
    showEmptyState();
  else
    library_->showGrid();
  faults_ = page.faults;
  faultsOf_ = finder_.isSearch() ? finder_.words() : QString();
  showFaults();
  adviseOn(faultsOf_);
  showNote(page);
  showOpened();
  Q_EMIT answered();
}

/// Pictures that somebody asked for from outside.
void Window::showOpened() {
  const auto wanted = std::exchange(openNext_, {});
  auto& grid = library_->grid();
  std::vector<int> rows;
  for (const auto id : wanted)
    if (const int row = photos_.rowOf(id); row >= 0) rows.push_back(row);
  if (rows.empty()) return;
  grid.setCurrentRow(rows.front(), true);
  if (wanted.size() == 1)
    openViewer(rows.front());
  else
    grid.select(rows);
}

void Window::setHeadings(const catalog::SearchPage& page) {
  std::vector<PhotoGrid::Heading> headings;
  if (finder_.isSearch() && page.ranked && page.order == catalog::Order::Relevance) {
    const int row = likeness_.firstUnlikely(page.rows);
    if (row > 0) headings.push_back({row, tr("Less likely from here on"), true});
  } else if (page.order == catalog::Order::Date && settings_.headings()) {
    constexpr std::int64_t kDayMs = 86'400'000;
    std::int64_t month = -1, day = 0;
    for (std::size_t i = 0; i < page.rows.size(); ++i) {
      const auto thisDay = page.rows[i].sortMs / kDayMs;
      if (i > 0 && thisDay == day) continue;
      day = thisDay;
      const auto date = QDateTime::fromMSecsSinceEpoch(page.rows[i].sortMs, Qt::UTC).date();
      const auto thisMonth = std::int64_t(date.year()) * 12 + date.month();
      if (thisMonth == month) continue;
      month = thisMonth;
      headings.push_back({int(i), Words::month(page.rows[i].sortMs), false});
    }
  }
  library_->grid().setHeadings(std::move(headings));
}

void Window::showFaults() {
  auto& field = topBar_->search();
  const auto words = finder_.isSearch() ? finder_.words() : QString();
  auto faults = words.isEmpty() ? std::vector<catalog::QueryFault>() : faults_;
  // While somebody types, the last word is not to blame for being no more than a beginning.
  const auto end = std::size_t(words.toUtf8().size());
  if (field.hasFocus() && field.isBeingTyped())
    std::erase_if(faults, [&](const auto& fault) { return fault.at.end >= end; });
  library_->chips().setQuery(words, faults);
  std::vector<std::pair<int, int>> spans;
  const auto bytes = words.toUtf8();
  const auto at = [&](std::size_t byte) {
    return int(QString::fromUtf8(bytes.left(qsizetype(byte))).size());
  };
  if (!words.isEmpty() && field.text() == words)
    for (const auto& fault : faults) spans.emplace_back(at(fault.at.begin), at(fault.at.end));
  field.setFaults(spans);
}

void Window::showEmptyState() {
  const bool busy = bridge_.progress().state != catalog::Progress::State::Idle;
  if (finder_.isSearch()) {
    library_->showEmpty(QStringLiteral("search"), tr("Nothing matches"),
                        tr("No photo fits what was asked for. Fewer or other words may find it."),
                        tr("Clear the search"), [this] {
                          topBar_->search().reset();
                          finder_.endSearch();
                        });
  } else if (busy) {
    library_->showEmpty(QStringLiteral("library"), tr("Looking for photos"),
                        tr("They appear here as they are found."));
  } else {
    library_->showEmpty(QStringLiteral("folder"), tr("No photos here"),
                        tr("Calotype found no picture in this folder or below it."),
                        tr("Add another folder…"), [this] { chooseFolder(); });
  }
}

void Window::showNote(const catalog::SearchPage& page) {
  if (!finder_.isSearch() || page.rows.empty()) return library_->setNote({}, {});
  const auto state = bridge_.modelStatus().state;
  const bool coming = state != catalog::ModelStatus::State::Missing;
  QString left;
  if (page.byWords)
    left = coming ? tr("Found by words; pictures follow as soon as the model is open.")
                  : tr("Found by words only: there is no model that could look at pictures.");
  else if (finder_.isByPicture())
    left = tr("The most alike come first.");
  else if (page.ranked && page.order == catalog::Order::Relevance)
    left = tr("The best matches come first.");
  else
    left = tr("%n photo(s)", nullptr, int(page.rows.size()));
  library_->setNote(left, page.byWords || !page.ranked ? QString() : Words::coverage(page));
}

QString Window::reasonFor(int row) const {
  if (row < 0 || row >= photos_.rowCount() || !finder_.isSearch()) return {};
  const float score = photos_.photo(row).score;
  if (score == 0) return tr("Its name, folder, date or keywords hold the words.");
  return likeness_.words(row, photos_.rowCount(), score);
}

}  // namespace calotype::ui
