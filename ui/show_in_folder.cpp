// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/show_in_folder.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDesktopServices>

#include "ui/file_url.h"

namespace calotype::ui {

void showInFolder(const fs::path& file) {
  const auto openFolder = [folder = file.parent_path()] {
    QDesktopServices::openUrl(fileUrl(folder));
  };
  const auto bus = QDBusConnection::sessionBus();
  if (!bus.isConnected()) return openFolder();
  auto call = QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.FileManager1"),
                                             QStringLiteral("/org/freedesktop/FileManager1"),
                                             QStringLiteral("org.freedesktop.FileManager1"),
                                             QStringLiteral("ShowItems"));
  call << QStringList{QString::fromLatin1(fileUrl(file).toEncoded())} << QString();
  auto* const watcher = new QDBusPendingCallWatcher(bus.asyncCall(call));
  QObject::connect(watcher, &QDBusPendingCallWatcher::finished, watcher, [watcher, openFolder] {
    if (watcher->isError()) openFolder();
    watcher->deleteLater();
  });
}

}  // namespace calotype::ui
