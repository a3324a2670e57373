// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/model_bridge.h"

#include <memory>
#include <utility>

#include "ui/bridge/gui_thread.h"

namespace calotype::ui {

namespace {

constexpr std::size_t kQueue = 64;

}  // namespace

ModelBridge::ModelBridge(ModelBridgeOptions options, QObject* parent)
    : QObject(parent),
      options_(std::move(options)),
      work_(kQueue),
      worker_([this](std::stop_token stop) {
        while (auto work = work_.pop(stop)) (*work)();
      }) {}

ModelBridge::~ModelBridge() {
  close();
}

void ModelBridge::close() {
  transfer_.request_stop();
  if (transfer_.joinable()) transfer_.join();
  work_.close();
  worker_.request_stop();
  if (worker_.joinable()) worker_.join();
}

void ModelBridge::onGuiThread(Work work) {
  callOnThreadOf(this, std::move(work));
}

void ModelBridge::refresh() {
  work_.push([this] { list(); });
}

/// On the worker.
void ModelBridge::list() {
  const auto manifest = model::Manifest::read(options_.manifest);
  if (!manifest) onGuiThread([this, error = manifest.error()] { Q_EMIT failed({}, error); });
  auto models = std::make_shared<std::vector<model::ListedModel>>(model::listModels(
      model::ModelStore(options_.models, options_.starter), model::Installer(options_.models),
      manifest ? *manifest : model::Manifest()));
  onGuiThread([this, models] {
    models_ = std::move(*models);
    Q_EMIT listed();
  });
}

void ModelBridge::transfer(
    const QString& name,
    std::function<Result<fs::path>(model::Installer&, const model::Manifest&, std::stop_token)>
        work) {
  if (!transferring_.isNull()) return;
  transferring_ = name;
  transfer_ = std::jthread([this, name, work = std::move(work)](std::stop_token stop) {
    const auto done = [&]() -> Result<fs::path> {
      CALOTYPE_TRY(const auto manifest, model::Manifest::read(options_.manifest));
      model::Installer installer(options_.models);
      return work(installer, manifest, stop);
    }();
    onGuiThread([this, name, done] {
      transferring_ = QString();
      refresh();
      if (done)
        Q_EMIT installed(QString::fromStdString(done->filename().string()));
      else if (done.error().code != Code::Cancelled)
        Q_EMIT failed(name, done.error());
    });
  });
}

void ModelBridge::install(const QString& name) {
  transfer(name,
           [this, name](model::Installer& installer, const model::Manifest& manifest,
                        std::stop_token stop) -> Result<fs::path> {
             const auto* const offer = manifest.find(name.toStdString());
             if (offer == nullptr)
               return fail(Code::NotFound,
                           "There is no model of the name " + name.toStdString() + ".");
             const auto tell = [this, name](const model::DownloadProgress& now) {
               onGuiThread([this, name, now] {
                 if (transferring_ == name)
                   Q_EMIT progressed(name, double(now.done), double(now.of), now.bytesPerSecond);
               });
             };
             return installer.install(manifest, *offer, tell, std::move(stop));
           });
}

void ModelBridge::import(const fs::path& folder) {
  const auto name = QStringLiteral("");
  transfer(name, [this, name, folder](model::Installer& installer, const model::Manifest& manifest,
                                      std::stop_token stop) {
    const auto tell = [this, name](std::uint64_t done, std::uint64_t of) {
      onGuiThread([this, name, done, of] { Q_EMIT progressed(name, double(done), double(of), 0); });
    };
    return installer.import(folder, manifest, tell, std::move(stop));
  });
}

void ModelBridge::pause() {
  transfer_.request_stop();
}

void ModelBridge::remove(const QString& name) {
  work_.push([this, name] {
    const auto removed = model::Installer(options_.models).remove(name.toStdString());
    if (!removed)
      onGuiThread([this, name, error = removed.error()] { Q_EMIT failed(name, error); });
    list();
  });
}

void ModelBridge::measure(const QString& name, const fs::path& folder) {
  work_.push([this, name, folder] {
    const auto latency = model::measureLatency(folder, options_.openEncoder, options_.encoder);
    onGuiThread([this, name, latency] {
      if (latency)
        Q_EMIT measured(name, *latency);
      else
        Q_EMIT failed(name, latency.error());
    });
  });
}

}  // namespace calotype::ui
