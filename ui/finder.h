// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <variant>

#include "ui/bridge/catalog_bridge.h"

namespace calotype::ui {

/// Keeps the answer to one question up to date: what is in a folder, or what fits some words, a
/// picture or a photo. Asks again while indexing goes on, though never while an answer is on its
/// way and not more often than it can be answered.
class Finder final : public QObject {
  Q_OBJECT
 public:
  explicit Finder(CatalogBridge& bridge, QObject* parent = nullptr);

  /// Ends a search.
  void browse(const catalog::Place& place);
  /// The order of what is browsed; a search says its own by sort:.
  void setOrder(catalog::Order order, bool reversed);
  /// Asks after a pause in typing. Empty or blank: back to what was browsed.
  void typed(const QString& words);
  /// Asks what was typed without a further wait.
  void askNow();
  void findLikePicture(const fs::path& file);
  void findLikePhoto(catalog::PhotoId photo);
  void endSearch();
  void refresh();
  /// The answer on its way is no news any more: somebody has gone to another page meanwhile.
  void settle();

  bool isSearch() const { return !std::holds_alternative<std::monostate>(search_); }
  bool isByPicture() const;
  QString words() const;
  const catalog::Place& place() const { return place_; }
  catalog::Order order() const { return order_; }
  bool reversed() const { return reversed_; }

 Q_SIGNALS:
  /// fresh: the answer to another question than the last one.
  void found(const calotype::catalog::SearchPage& page, bool fresh);
  void failed(const calotype::Error& error);

 private:
  void ask();
  void take(std::uint64_t question, Result<catalog::SearchPage> page);
  void changed();

  CatalogBridge& bridge_;
  catalog::Place place_;
  catalog::Order order_ = catalog::Order::Relevance;
  bool reversed_ = false;
  std::variant<std::monostate, std::string, fs::path, catalog::PhotoId> search_;
  std::string typed_;
  std::uint64_t question_ = 0, answered_ = 0;
  bool underway_ = false, again_ = false;
  QTimer pause_;    // since the last key
  QTimer refresh_;  // until the next look
  QElapsedTimer clock_;
};

}  // namespace calotype::ui
