// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusAbstractAdaptor>
#include <QObject>
#include <QStringList>
#include <QVariantMap>
#include <vector>

#include "model/base/files.h"

namespace calotype::ui {

/// One window a catalog: the first start owns a name on the session's bus and speaks
/// org.freedesktop.Application there (Desktop Entry Specification 1.5, "D-Bus activation"); a later
/// one hands its files over and ends.
class SingleInstance final : public QObject {
  Q_OBJECT
 public:
  /// catalog: the folder that was named, or empty for the usual one.
  explicit SingleInstance(const fs::path& catalog);

  /// False: another one runs and has been told to show itself and these. True as well when there is
  /// no bus, or when the other one does not answer.
  bool claim(const std::vector<fs::path>& files);

 Q_SIGNALS:
  /// Somebody started the program again. files may be empty; token: of xdg-activation, may be
  /// empty.
  void asked(const std::vector<calotype::fs::path>& files, const QString& token);

 private:
  friend class ApplicationAdaptor;
  QString service_;
};

/// The bus's side of it.
class ApplicationAdaptor final : public QDBusAbstractAdaptor {
  Q_OBJECT
  Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Application")
 public:
  explicit ApplicationAdaptor(SingleInstance& instance);

 public Q_SLOTS:  // NOLINT(readability-redundant-access-specifiers): moc reads it
  void Activate(const QVariantMap& platform);
  void Open(const QStringList& uris, const QVariantMap& platform);
  void ActivateAction(const QString& name, const QVariantList& parameter,
                      const QVariantMap& platform);

 private:
  SingleInstance& instance_;
};

}  // namespace calotype::ui
