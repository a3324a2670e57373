// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/show_in_folder.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDesktopServices>
#include <QUrl>

namespace calotype::ui {

namespace {

/// Bytes stay bytes: a name that is not UTF-8 survives as percent signs.
QByteArray encodedUrl(const fs::path& path) {
  return "file://" + QByteArray::fromStdString(path.native()).toPercentEncoding("/");
}

}  // namespace

void showInFolder(const fs::path& file) {
  const auto openFolder = [folder = file.parent_path()] {
    QDesktopServices::openUrl(QUrl::fromEncoded(encodedUrl(folder)));
  };
  const auto bus = QDBusConnection::sessionBus();
  if (!bus.isConnected()) return openFolder();
  auto call = QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.FileManager1"),
                                             QStringLiteral("/org/freedesktop/FileManager1"),
                                             QStringLiteral("org.freedesktop.FileManager1"),
                                             QStringLiteral("ShowItems"));
  call << QStringList{QString::fromLatin1(encodedUrl(file))} << QString();
  auto* const watcher = new QDBusPendingCallWatcher(bus.asyncCall(call));
  QObject::connect(watcher, &QDBusPendingCallWatcher::finished, watcher, [watcher, openFolder] {
    if (watcher->isError()) openFolder();
    watcher->deleteLater();
  });
}

}  // namespace calotype::ui
