// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/finder.h"

#include <algorithm>

#include "ui/tokens.h"

namespace calotype::ui {

namespace {

constexpr int kRefreshMs = 700;  // at the least, between two looks
constexpr int kRestPerWork = 4;  // times as long as the last answer took

}  // namespace

Finder::Finder(CatalogBridge& bridge, QObject* parent) : QObject(parent), bridge_(bridge) {
  pause_.setSingleShot(true);
  pause_.setInterval(tokens::kSearchDelayMs);
  connect(&pause_, &QTimer::timeout, this, &Finder::askNow);
  refresh_.setSingleShot(true);
  refresh_.setInterval(kRefreshMs);
  connect(&refresh_, &QTimer::timeout, this, &Finder::refresh);
  connect(&bridge, &CatalogBridge::photosChanged, this, &Finder::changed);
  connect(&bridge, &CatalogBridge::modelChanged, this, [this] {
    if (isSearch()) refresh();
  });
}

bool Finder::isByPicture() const {
  return std::holds_alternative<fs::path>(search_) ||
         std::holds_alternative<catalog::PhotoId>(search_);
}

QString Finder::words() const {
  const auto* const words = std::get_if<std::string>(&search_);
  return words ? QString::fromStdString(*words) : QString();
}

void Finder::setOrder(catalog::Order order, bool reversed) {
  order_ = order;
  reversed_ = reversed;
  if (!isSearch()) ask();
}

void Finder::browse(const catalog::Place& place) {
  pause_.stop();
  place_ = place;
  typed_.clear();
  search_ = std::monostate();
  ask();
}

void Finder::typed(const QString& words) {
  typed_ = words.trimmed().toStdString();
  bridge_.warmModel();
  pause_.start();
}

void Finder::askNow() {
  pause_.stop();
  const auto* const words = std::get_if<std::string>(&search_);
  if (typed_.empty()) {
    if (words) endSearch();
    return;
  }
  if (words && *words == typed_) return;
  search_ = typed_;
  ask();
}

void Finder::findLikePicture(const fs::path& file) {
  pause_.stop();
  typed_.clear();
  search_ = file;
  ask();
}

void Finder::findLikePhoto(catalog::PhotoId photo) {
  pause_.stop();
  typed_.clear();
  search_ = photo;
  ask();
}

void Finder::endSearch() {
  browse(place_);
}

void Finder::ask() {
  ++question_;
  again_ = false;
  refresh_.stop();
  refresh();
}

void Finder::refresh() {
  // A newer question stops the older one in the catalog; a mere look again waits for its answer.
  if (underway_ && answered_ == question_) {
    again_ = true;
    return;
  }
  underway_ = true;
  clock_.start();
  const auto reply = [this, question = question_](Result<catalog::SearchPage> page) {
    take(question, std::move(page));
  };
  if (const auto* words = std::get_if<std::string>(&search_))
    bridge_.search({*words, 0}, this, reply);
  else if (const auto* file = std::get_if<fs::path>(&search_))
    bridge_.search({*file, 0}, this, reply);
  else if (const auto* photo = std::get_if<catalog::PhotoId>(&search_))
    bridge_.search({*photo, 0}, this, reply);
  else
    bridge_.browse({place_, order_, reversed_}, this, reply);
}

void Finder::settle() {
  if (pause_.isActive()) askNow();
  answered_ = question_;
}

void Finder::take(std::uint64_t question, Result<catalog::SearchPage> page) {
  if (question != question_) return;
  if (!page && page.error().code == Code::Cancelled) return;  // the same was asked once more
  underway_ = false;
  const bool fresh = answered_ != question_;
  answered_ = question_;
  refresh_.setInterval(std::max(kRefreshMs, int(clock_.elapsed()) * kRestPerWork));
  if (page)
    Q_EMIT found(*page, fresh);
  else
    Q_EMIT failed(page.error());
  if (again_) changed();
}

void Finder::changed() {
  again_ = false;
  if (underway_)
    again_ = true;
  else if (!refresh_.isActive())
    refresh_.start();
}

}  // namespace calotype::ui
