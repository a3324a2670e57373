// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/file_url.h"

namespace calotype::ui {

QUrl fileUrl(const fs::path& path) {
  return QUrl::fromEncoded("file://" +
                           QByteArray::fromStdString(path.native()).toPercentEncoding("/"));
}

fs::path pathOf(const QUrl& url) {
  if (!url.isLocalFile()) return {};
  return QByteArray::fromPercentEncoding(url.path(QUrl::FullyEncoded).toLatin1()).toStdString();
}

}  // namespace calotype::ui
