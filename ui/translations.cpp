// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/translations.h"

#include <QCoreApplication>
#include <QFile>
#include <QLibraryInfo>
#include <QTranslator>

#include "model/base/install_paths.h"

namespace calotype::ui {

Translations::Translations(const QLocale& locale) {
  const auto ours = QFile::decodeName((dataFolder() / "translations").c_str());
  struct Source {
    QString name, folder;
    QLocale locale;
  };
  // English has the plural forms of the source's texts, for locales without a file too.
  const Source sources[] = {
      {QStringLiteral("calotype"), ours, QLocale(QLocale::English)},
      {QStringLiteral("qtbase"), QLibraryInfo::path(QLibraryInfo::TranslationsPath), locale},
      {QStringLiteral("calotype"), ours, locale},
  };
  for (const auto& [name, folder, language] : sources) {
    auto translator = std::make_unique<QTranslator>();
    if (!translator->load(language, name, QStringLiteral("_"), folder)) continue;
    QCoreApplication::installTranslator(translator.get());
    installed_.push_back(std::move(translator));
  }
}

Translations::~Translations() {
  for (const auto& translator : installed_) QCoreApplication::removeTranslator(translator.get());
}

}  // namespace calotype::ui
