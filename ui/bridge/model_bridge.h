// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <functional>
#include <stop_token>
#include <thread>
#include <vector>

#include "model/base/bounded_queue.h"
#include "model/install/model_list.h"
#include "model/latency.h"

namespace calotype::ui {

struct ModelBridgeOptions {
  fs::path models, starter, manifest;
  model::EncoderFactory openEncoder = model::openEncoder;
  model::EncoderOptions encoder;
};

/// The models at hand and those that can be had. Lives on the GUI thread; what waits for a disk
/// runs on one thread of its own, what waits for the network on another. One transfer at a time.
class ModelBridge final : public QObject {
  Q_OBJECT
 public:
  explicit ModelBridge(ModelBridgeOptions options, QObject* parent = nullptr);
  ~ModelBridge() override;
  /// Ends a transfer under way (what came so far is kept) and waits for it.
  void close();

  /// `listed` follows.
  void refresh();
  const std::vector<model::ListedModel>& models() const { return models_; }

  /// `progressed` follows, then `installed` or `failed`.
  void install(const QString& name);
  void import(const fs::path& folder);
  /// Ends the transfer; a later install() goes on from there. `listed` follows.
  void pause();
  /// The model that is being transferred; empty: none.
  QString transferring() const { return transferring_; }

  void remove(const QString& name);
  /// `measured` follows.
  void measure(const QString& name, const fs::path& folder);

 Q_SIGNALS:
  void listed();
  void progressed(const QString& name, double done, double of, double bytesPerSecond);
  void installed(const QString& name);
  void measured(const QString& name, const calotype::model::Latency& latency);
  /// name: of the model that it is about; empty: of none.
  void failed(const QString& name, const calotype::Error& error);

 private:
  using Work = std::function<void()>;
  void onGuiThread(Work work);
  void transfer(
      const QString& name,
      std::function<Result<fs::path>(model::Installer&, const model::Manifest&, std::stop_token)>
          work);
  void list();

  const ModelBridgeOptions options_;
  std::vector<model::ListedModel> models_;
  QString transferring_;
  BoundedQueue<Work> work_;
  std::jthread worker_;  // these come last: their work uses the others
  std::jthread transfer_;
};

}  // namespace calotype::ui
