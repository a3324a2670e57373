// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/catalog_bridge.h"

#include <atomic>
#include <utility>

#include "ui/bridge/gui_thread.h"
#include "ui/bridge/image_convert.h"

namespace calotype::ui {

namespace {

constexpr std::size_t kQueue = 1024;  // the GUI asks for little at once, and must never wait

}  // namespace

/// Hears the catalog's threads. Photos come in batches many times a second: one signal is on its
/// way at a time.
class CatalogBridge::Listener final : public catalog::Observer {
 public:
  explicit Listener(CatalogBridge& bridge) : bridge_(bridge) {}

  void photosChanged(std::span<const catalog::PhotoId>) override {
    if (photosUnderway_.exchange(true)) return;
    bridge_.onGuiThread([this] {
      photosUnderway_ = false;
      Q_EMIT bridge_.photosChanged();
    });
  }
  void jobsChanged() override {
    bridge_.onGuiThread([this] { Q_EMIT bridge_.jobsChanged(); });
  }
  void modelChanged() override {
    bridge_.onGuiThread([this] { Q_EMIT bridge_.modelChanged(); });
  }
  void problem(const Error& error) override {
    bridge_.onGuiThread([this, error] { Q_EMIT bridge_.problem(error); });
  }

 private:
  CatalogBridge& bridge_;
  std::atomic<bool> photosUnderway_ = false;
};

CatalogBridge::CatalogBridge(QObject* parent)
    : QObject(parent),
      listener_(std::make_unique<Listener>(*this)),
      work_(kQueue),
      worker_([this](std::stop_token stop) {
        while (auto work = work_.pop(stop)) (*work)();
      }) {}

CatalogBridge::~CatalogBridge() {
  close();
}

void CatalogBridge::close() {
  if (catalog_) catalog_->stopIndexing();
  if (preview_.joinable()) {
    preview_.request_stop();
    preview_.join();
  }
  work_.close();
  worker_.request_stop();
  if (worker_.joinable()) worker_.join();
  if (catalog_) catalog_->setObserver(nullptr);
  catalog_.reset();
}

Error CatalogBridge::notOpen() {
  return {Code::Busy, "The catalog is not open yet."};
}

void CatalogBridge::onGuiThread(Work work) {
  callOnThreadOf(this, std::move(work));
}

void CatalogBridge::open(catalog::CatalogOptions options) {
  readOnly_ = options.readOnly;
  work_.push([this, options = std::move(options)]() mutable {
    using Opened = Result<std::unique_ptr<catalog::Catalog>>;
    auto result = std::make_shared<Opened>(catalog::Catalog::open(std::move(options)));
    onGuiThread([this, result] {
      if (!*result) {
        Q_EMIT openFailed(result->error());
        return;
      }
      catalog_ = std::move(**result);
      catalog_->setObserver(listener_.get());
      Q_EMIT opened();
    });
  });
}

void CatalogBridge::mend(catalog::Paths paths, QObject* context, Reply<catalog::Replaced> reply) {
  work_.push([paths = std::move(paths),
              answer = forGuiThread<catalog::Replaced>(context, std::move(reply))] {
    answer(catalog::mendCatalog(paths));
  });
}

void CatalogBridge::addFolder(const fs::path& folder, QObject* context, Reply<fs::path> reply) {
  onWorker<fs::path>(context, std::move(reply),
                     [folder](catalog::Catalog& catalog) -> Result<fs::path> {
                       CALOTYPE_CHECK(catalog.addFolder(folder));
                       std::error_code failed;
                       const auto known = fs::canonical(folder, failed);
                       return failed ? folder : known;
                     });
}

void CatalogBridge::removeFolder(const fs::path& folder, QObject* context, Reply<bool> reply) {
  onWorker<bool>(context, std::move(reply), [folder](catalog::Catalog& catalog) -> Result<bool> {
    CALOTYPE_CHECK(catalog.removeFolder(folder));
    return true;
  });
}

void CatalogBridge::folders(QObject* context, Reply<std::vector<catalog::Folder>> reply) {
  onWorker<std::vector<catalog::Folder>>(
      context, std::move(reply), [](catalog::Catalog& catalog) { return catalog.folders(); });
}

void CatalogBridge::roots(QObject* context, Reply<std::vector<catalog::Root>> reply) {
  onWorker<std::vector<catalog::Root>>(context, std::move(reply),
                                       [](catalog::Catalog& catalog) { return catalog.roots(); });
}

void CatalogBridge::startIndexing(std::vector<fs::path> folders, bool acceptMissing) {
  onWorker<bool>(
      this,
      [this](Result<bool> started) {
        if (!started) Q_EMIT problem(started.error());
      },
      [folders = std::move(folders), acceptMissing](catalog::Catalog& catalog) -> Result<bool> {
        CALOTYPE_CHECK(catalog.startIndexing(folders, acceptMissing));
        return true;
      });
}

void CatalogBridge::pauseIndexing(bool paused) {
  if (catalog_) catalog_->pauseIndexing(paused);
}

void CatalogBridge::stopIndexing() {
  work_.push([this] {
    if (catalog_) catalog_->stopIndexing();
  });
}

catalog::Progress CatalogBridge::progress() const {
  return catalog_ ? catalog_->progress() : catalog::Progress{};
}

void CatalogBridge::search(catalog::SearchRequest request, QObject* context,
                           Reply<catalog::SearchPage> reply) {
  auto answer = forGuiThread<catalog::SearchPage>(context, std::move(reply));
  if (!catalog_) return answer(tl::make_unexpected(notOpen()));
  catalog_->search(std::move(request), std::move(answer));
}

void CatalogBridge::browse(catalog::BrowseRequest request, QObject* context,
                           Reply<catalog::SearchPage> reply) {
  auto answer = forGuiThread<catalog::SearchPage>(context, std::move(reply));
  if (!catalog_) return answer(tl::make_unexpected(notOpen()));
  catalog_->browse(std::move(request), std::move(answer));
}

void CatalogBridge::details(catalog::PhotoId id, QObject* context,
                            Reply<catalog::PhotoDetails> reply) {
  auto answer = forGuiThread<catalog::PhotoDetails>(context, std::move(reply));
  if (!catalog_) return answer(tl::make_unexpected(notOpen()));
  catalog_->details(id, std::move(answer));
}

void CatalogBridge::failures(QObject* context, Reply<std::vector<catalog::Failure>> reply) {
  auto answer = forGuiThread<std::vector<catalog::Failure>>(context, std::move(reply));
  if (!catalog_) return answer(tl::make_unexpected(notOpen()));
  catalog_->failures(std::move(answer));
}

void CatalogBridge::counts(QObject* context, Reply<catalog::Counts> reply) {
  auto answer = forGuiThread<catalog::Counts>(context, std::move(reply));
  if (!catalog_) return answer(tl::make_unexpected(notOpen()));
  catalog_->counts(std::move(answer));
}

void CatalogBridge::previewTags(catalog::TagRequest request, std::stop_token stop, QObject* context,
                                std::function<void(int, int)> progress,
                                Reply<std::shared_ptr<const catalog::TagPreview>> reply) {
  using Preview = std::shared_ptr<const catalog::TagPreview>;
  auto answer = forGuiThread<Preview>(context, std::move(reply));
  if (!catalog_) return answer(tl::make_unexpected(notOpen()));
  auto told = forGuiThread<std::pair<int, int>>(
      context, [progress = std::move(progress)](Result<std::pair<int, int>> steps) {
        if (steps) progress(steps->first, steps->second);
      });
  preview_ =
      std::jthread([this, request = std::move(request), stop = std::move(stop),
                    answer = std::move(answer), told = std::move(told)](std::stop_token ended) {
        std::stop_source source;
        const std::stop_callback first(stop, [&] { source.request_stop(); });
        const std::stop_callback second(ended, [&] { source.request_stop(); });
        answer(catalog_->previewTags(
            request, [&](std::size_t done, std::size_t of) { told(std::pair(int(done), int(of))); },
            source.get_token()));
      });
}

void CatalogBridge::requestThumbnail(catalog::PhotoId id, int edge) {
  if (!catalog_) return;
  catalog_->thumbnail(id, edge, [this, edge](catalog::PhotoId photo, Result<std::string> jpeg) {
    if (!jpeg && jpeg.error().code == Code::Cancelled) return;
    QImage image = jpeg ? imageFromThumbnail(*jpeg) : QImage();
    onGuiThread([this, photo, edge, image = std::move(image)] {
      Q_EMIT thumbnailReady(qint64(photo), edge, image);
    });
  });
}

void CatalogBridge::cancelThumbnail(catalog::PhotoId id) {
  if (catalog_) catalog_->cancelThumbnail(id);
}

void CatalogBridge::picture(catalog::PhotoId id, int edge, std::stop_token stop, QObject* context,
                            Reply<QImage> reply) {
  auto answer = forGuiThread<QImage>(context, std::move(reply));
  if (!catalog_) return answer(tl::make_unexpected(notOpen()));
  catalog_->picture(id, std::uint32_t(edge), std::move(stop),
                    [answer = std::move(answer)](catalog::PhotoId, Result<Rgb8> picture) {
                      answer(std::move(picture).map([](const Rgb8& p) { return imageFromRgb(p); }));
                    });
}

void CatalogBridge::warmModel() {
  if (catalog_) catalog_->warmModel();
}

void CatalogBridge::modelChange(QObject* context,
                                Reply<std::optional<catalog::ModelChange>> reply) {
  auto answer = forGuiThread<std::optional<catalog::ModelChange>>(context, std::move(reply));
  if (!catalog_) return answer(tl::make_unexpected(notOpen()));
  catalog_->modelChange(std::move(answer));
}

catalog::ModelStatus CatalogBridge::modelStatus() const {
  return catalog_ ? catalog_->modelStatus() : catalog::ModelStatus{};
}

}  // namespace calotype::ui
