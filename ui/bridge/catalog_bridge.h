// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QObject>
#include <QPointer>
#include <functional>
#include <memory>
#include <stop_token>
#include <thread>
#include <vector>

#include "catalog/catalog.h"
#include "model/base/bounded_queue.h"

namespace calotype::ui {

/// The one place where the catalog's callbacks become signals and calls on the GUI thread. Lives on
/// that thread; whatever may wait for a disk runs on a thread of its own. Requests made before the
/// catalog is open are answered with Busy.
class CatalogBridge final : public QObject {
  Q_OBJECT
 public:
  /// Called on the GUI thread, and only while the `context` given with it is alive.
  template <class T>
  using Reply = std::function<void(Result<T>)>;

  explicit CatalogBridge(QObject* parent = nullptr);
  ~CatalogBridge() override;  // closes the catalog

  /// Opens the catalog on the other thread: `opened` or `openFailed` follows.
  void open(catalog::CatalogOptions options);
  bool isOpen() const { return catalog_ != nullptr; }
  bool isReadOnly() const { return readOnly_; }
  /// Ends work under way and closes; about a second at most.
  void close();

  /// Replies with the folder as the catalog knows it: absolute, without links.
  void addFolder(const fs::path& folder, QObject* context, Reply<fs::path> reply);
  void removeFolder(const fs::path& folder, QObject* context, Reply<bool> reply);
  void folders(QObject* context, Reply<std::vector<catalog::Folder>> reply);
  void roots(QObject* context, Reply<std::vector<catalog::Root>> reply);

  void startIndexing(std::vector<fs::path> folders = {});
  void pauseIndexing(bool paused);
  void stopIndexing();
  catalog::Progress progress() const;

  void search(catalog::SearchRequest request, QObject* context, Reply<catalog::SearchPage> reply);
  void browse(catalog::BrowseRequest request, QObject* context, Reply<catalog::SearchPage> reply);
  void details(catalog::PhotoId id, QObject* context, Reply<catalog::PhotoDetails> reply);
  void failures(QObject* context, Reply<std::vector<catalog::Failure>> reply);
  void counts(QObject* context, Reply<catalog::Counts> reply);

  /// `thumbnailReady` follows, unless it is cancelled.
  void requestThumbnail(catalog::PhotoId id, int edge);
  void cancelThumbnail(catalog::PhotoId id);
  /// Longest edge at most `edge` pixels, 0: full size.
  void picture(catalog::PhotoId id, int edge, std::stop_token stop, QObject* context,
               Reply<QImage> reply);

  void warmModel();
  catalog::ModelStatus modelStatus() const;

 Q_SIGNALS:
  void opened();
  void openFailed(const calotype::Error& error);
  void photosChanged();
  void jobsChanged();
  void modelChanged();
  void problem(const calotype::Error& error);
  /// Null when there is none to be had. id: the value of a PhotoId; Qt 6.4's meta types cannot
  /// carry an enum class of 64 bits.
  void thumbnailReady(qint64 id, int edge, const QImage& image);

 private:
  class Listener;
  using Work = std::function<void()>;

  void onGuiThread(Work work);
  template <class T>
  std::function<void(Result<T>)> forGuiThread(QObject* context, Reply<T> reply);
  template <class T>
  void onWorker(QObject* context, Reply<T> reply, std::function<Result<T>(catalog::Catalog&)> call);

  std::unique_ptr<Listener> listener_;
  std::unique_ptr<catalog::Catalog> catalog_;
  bool readOnly_ = false;
  BoundedQueue<Work> work_;
  std::jthread worker_;  // last: its work uses the others
};

}  // namespace calotype::ui
