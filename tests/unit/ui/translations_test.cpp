// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <QFile>
#include <QMap>
#include <QProcess>
#include <QTemporaryDir>
#include <QXmlStreamReader>

namespace calotype::ui {

namespace {

struct Text {
  bool finished = false;
  bool empty = true;
  QString translation;
};

/// Every message of a .ts file, by context and source.
QMap<QString, Text> textsOf(const QString& path) {
  QMap<QString, Text> texts;
  QFile file(path);
  EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << path.toStdString();
  QXmlStreamReader xml(&file);
  QString context, source, comment;
  while (!xml.atEnd()) {
    if (xml.readNext() != QXmlStreamReader::StartElement) continue;
    if (xml.name() == QLatin1String("name")) context = xml.readElementText();
    if (xml.name() == QLatin1String("source")) source = xml.readElementText();
    if (xml.name() == QLatin1String("translation")) {
      Text text;
      text.finished = xml.attributes().value(QLatin1String("type")).isEmpty();
      text.translation = xml.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
      text.empty = text.translation.isEmpty();
      texts.insert(context + QStringLiteral(" | ") + source, text);
    }
  }
  EXPECT_FALSE(xml.hasError());
  return texts;
}

}  // namespace

TEST(TranslationsTest, EveryTextOfTheSourceIsInGerman) {
  const QTemporaryDir folder;
  const auto fresh = folder.filePath(QStringLiteral("calotype_de.ts"));
  const QString source = QStringLiteral(CALOTYPE_SOURCE);
  QProcess lupdate;
  lupdate.start(QStringLiteral(CALOTYPE_LUPDATE),
                {QStringLiteral("-silent"), QStringLiteral("-locations"), QStringLiteral("none"),
                 QStringLiteral("-I"), source, source + QStringLiteral("/ui"),
                 source + QStringLiteral("/app"), QStringLiteral("-ts"), fresh});
  ASSERT_TRUE(lupdate.waitForFinished(20000));
  ASSERT_EQ(lupdate.exitCode(), 0) << lupdate.readAllStandardError().toStdString();
  const auto german = textsOf(source + QStringLiteral("/translations/calotype_de.ts"));
  const auto wanted = textsOf(fresh);
  ASSERT_GT(wanted.size(), 100);
  for (auto it = wanted.begin(); it != wanted.end(); ++it) {
    const auto found = german.find(it.key());
    ASSERT_NE(found, german.end()) << "not in calotype_de.ts: " << it.key().toStdString();
    EXPECT_TRUE(found->finished && !found->empty) << "unfinished: " << it.key().toStdString();
  }
  for (auto it = german.begin(); it != german.end(); ++it)
    EXPECT_TRUE(wanted.contains(it.key())) << "no longer in the source: " << it.key().toStdString();
}

TEST(TranslationsTest, PlacesForNumbersAndNamesSurviveTranslation) {
  const auto german = textsOf(QStringLiteral(CALOTYPE_SOURCE "/translations/calotype_de.ts"));
  for (auto it = german.begin(); it != german.end(); ++it)
    for (const char* place : {"%1", "%2", "%3", "%n"})
      EXPECT_EQ(it.key().contains(QLatin1String(place)),
                it->translation.contains(QLatin1String(place)))
          << it.key().toStdString();
}

TEST(TranslationsTest, EnglishPluralsAreFinished) {
  const auto english = textsOf(QStringLiteral(CALOTYPE_SOURCE "/translations/calotype_en.ts"));
  ASSERT_GT(english.size(), 0);
  for (auto it = english.begin(); it != english.end(); ++it)
    EXPECT_TRUE(it->finished && !it->empty) << it.key().toStdString();
}

}  // namespace calotype::ui
