// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/single_instance.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QUrl>
#include <span>

#include "model/base/hash.h"
#include "ui/file_url.h"

namespace calotype::ui {

namespace {

constexpr int kPatienceMs = 3000;

QString objectPath() {
  return QStringLiteral("/org/calotype/Calotype");
}

QString tokenOf(const QVariantMap& platform) {
  return platform.value(QStringLiteral("activation-token")).toString();
}

}  // namespace

SingleInstance::SingleInstance(const fs::path& catalog)
    : service_(QStringLiteral("org.calotype.Calotype")) {
  if (catalog.empty()) return;
  const auto hash = sha256(std::as_bytes(std::span(catalog.native())));
  service_ += QStringLiteral(".Catalog") + QString::fromStdString(toHex(hash)).left(16);
}

bool SingleInstance::claim(const std::vector<fs::path>& files) {
  auto bus = QDBusConnection::sessionBus();
  if (!bus.isConnected()) return true;
  new ApplicationAdaptor(*this);
  if (bus.registerObject(objectPath(), this) && bus.registerService(service_)) return true;

  QVariantMap platform;
  if (const auto token = qEnvironmentVariable("XDG_ACTIVATION_TOKEN"); !token.isEmpty())
    platform.insert(QStringLiteral("activation-token"), token);
  auto call = QDBusMessage::createMethodCall(
      service_, objectPath(), QStringLiteral("org.freedesktop.Application"),
      files.empty() ? QStringLiteral("Activate") : QStringLiteral("Open"));
  if (!files.empty()) {
    QStringList uris;
    for (const auto& file : files) uris << QString::fromLatin1(fileUrl(file).toEncoded());
    call << uris;
  }
  call << platform;
  return bus.call(call, QDBus::Block, kPatienceMs).type() == QDBusMessage::ErrorMessage;
}

ApplicationAdaptor::ApplicationAdaptor(SingleInstance& instance)
    : QDBusAbstractAdaptor(&instance), instance_(instance) {}

void ApplicationAdaptor::Activate(const QVariantMap& platform) {
  Q_EMIT instance_.asked({}, tokenOf(platform));
}

void ApplicationAdaptor::Open(const QStringList& uris, const QVariantMap& platform) {
  std::vector<fs::path> files;
  for (const auto& uri : uris)
    if (auto path = pathOf(QUrl::fromEncoded(uri.toLatin1())); !path.empty())
      files.push_back(std::move(path));
  Q_EMIT instance_.asked(files, tokenOf(platform));
}

/// Part of the interface; the program offers no actions there.
void ApplicationAdaptor::ActivateAction(const QString&, const QVariantList&,
                                        const QVariantMap& platform) {
  Activate(platform);
}

}  // namespace calotype::ui
