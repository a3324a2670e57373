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
#include "catalog/upkeep.h"
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
  /// Mends a damaged catalog that could not be opened.
  void mend(catalog::Paths paths, QObject* context, Reply<catalog::Replaced> reply);
  bool isOpen() const { return catalog_ != nullptr; }
  bool isReadOnly() const { return readOnly_; }
  /// Ends work under way and closes; about a second at most.
  void close();

  /// Replies with the folder as the catalog knows it: absolute, without links.
  void addFolder(const fs::path& folder, QObject* context, Reply<fs::path> reply);
  void removeFolder(const fs::path& folder, QObject* context, Reply<bool> reply);
  void folders(QObject* context, Reply<std::vector<catalog::Folder>> reply);
  void roots(QObject* context, Reply<std::vector<catalog::Root>> reply);

  void startIndexing(std::vector<fs::path> folders = {}, bool acceptMissing = false);
  void pauseIndexing(bool paused);
  void stopIndexing();
  catalog::Progress progress() const;

  void search(catalog::SearchRequest request, QObject* context, Reply<catalog::SearchPage> reply);
  void browse(catalog::BrowseRequest request, QObject* context, Reply<catalog::SearchPage> reply);
  void details(catalog::PhotoId id, QObject* context, Reply<catalog::PhotoDetails> reply);
  void failures(QObject* context, Reply<std::vector<catalog::Failure>> reply);
  void counts(QObject* context, Reply<catalog::Counts> reply);

  /// Anything the catalog does at once but must wait for a disk or the writer: runs on the other
  /// thread, in order.
  template <class T>
  void call(QObject* context, std::function<Result<T>(catalog::Catalog&)> work, Reply<T> reply) {
    onWorker<T>(context, std::move(reply), std::move(work));
  }
  /// The same on a thread of its own, for what takes long.
  void previewTags(catalog::TagRequest request, std::stop_token stop, QObject* context,
                   std::function<void(int done, int of)> progress,
                   Reply<std::shared_ptr<const catalog::TagPreview>> reply);

  /// `thumbnailReady` follows, unless it is cancelled.
  void requestThumbnail(catalog::PhotoId id, int edge);
  void cancelThumbnail(catalog::PhotoId id);
  /// Longest edge at most `edge` pixels, 0: full size.
  void picture(catalog::PhotoId id, int edge, std::stop_token stop, QObject* context,
               Reply<QImage> reply);

  void warmModel();
  catalog::ModelStatus modelStatus() const;
  void modelChange(QObject* context, Reply<std::optional<catalog::ModelChange>> reply);

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

  static Error notOpen();
  void onGuiThread(Work work);
  template <class T>
  std::function<void(Result<T>)> forGuiThread(QObject* context, Reply<T> reply);
  template <class T>
  void onWorker(QObject* context, Reply<T> reply, std::function<Result<T>(catalog::Catalog&)> call);

  std::unique_ptr<Listener> listener_;
  std::unique_ptr<catalog::Catalog> catalog_;
  bool readOnly_ = false;
  BoundedQueue<Work> work_;
  std::jthread worker_;  // these come last: their work uses the others
  std::jthread preview_;
};

template <class T>
std::function<void(Result<T>)> CatalogBridge::forGuiThread(QObject* context, Reply<T> reply) {
  // The context is looked at on the GUI thread only, where it is also destroyed.
  return [this, alive = QPointer<QObject>(context), reply = std::move(reply)](Result<T> result) {
    auto shared = std::make_shared<Result<T>>(std::move(result));
    onGuiThread([alive, reply, shared] {
      if (alive) reply(std::move(*shared));
    });
  };
}

template <class T>
void CatalogBridge::onWorker(QObject* context, Reply<T> reply,
                             std::function<Result<T>(catalog::Catalog&)> call) {
  auto answer = forGuiThread<T>(context, std::move(reply));
  if (!catalog_) return answer(tl::make_unexpected(notOpen()));
  work_.push(
      [this, answer = std::move(answer), call = std::move(call)] { answer(call(*catalog_)); });
}

}  // namespace calotype::ui
