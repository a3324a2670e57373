// SPDX-License-Identifier: GPL-3.0-or-later
// Words for what people do with photos, and for what a query says.
#include <QDateTime>
#include <QLocale>
#include <cmath>

#include "ui/views/describe.h"

namespace calotype::ui {

using catalog::Fault;

QString Words::stars(int count) {
  count = std::clamp(count, 0, 5);
  return QString(count, QChar(0x2605)) + QString(5 - count, QChar(0x2606));
}

QString Words::colour(int colour) {
  switch (colour) {
    case 1:
      return tr("red");
    case 2:
      return tr("yellow");
    case 3:
      return tr("green");
    case 4:
      return tr("blue");
    case 5:
      return tr("purple");
    default:
      return tr("no colour");
  }
}

QString Words::day(std::int64_t localMs) {
  const auto date = QDateTime::fromMSecsSinceEpoch(localMs, Qt::UTC).date();
  return QLocale().toString(date, QLocale::LongFormat);
}

QString Words::edit(const catalog::EditName& name) {
  const int photos = int(name.photos);
  const auto subject = plain(name.subject);
  const auto is = [&](const char* action) { return name.action == action; };
  const auto onPhotos = [&](const QString& what) {
    return photos == 1 ? what : tr("%1 on %2").arg(what, tr("%n photo(s)", nullptr, photos));
  };
  if (is("rating")) return onPhotos(stars(subject.toInt()));
  if (is("flag"))
    return onPhotos(subject == QLatin1String("picked")     ? tr("picked")
                    : subject == QLatin1String("rejected") ? tr("rejected")
                                                           : tr("flag removed"));
  if (is("colour")) {
    int number = 0;
    for (int i = 0; i <= 5; ++i)
      if (subject == QLatin1String(catalog::kColourNames[i])) number = i;
    return onPhotos(colour(number));
  }
  if (is("forget")) return onPhotos(tr("missing photos forgotten"));
  if (is("caption")) return onPhotos(tr("caption changed"));
  if (is("tag.add")) return onPhotos(tr("tag “%1”").arg(subject));
  if (is("tag.remove")) return onPhotos(tr("tag “%1” removed").arg(subject));
  if (is("tag.accept")) return onPhotos(tr("tag “%1” accepted").arg(subject));
  if (is("tag.reject")) return onPhotos(tr("tag “%1” refused").arg(subject));
  if (is("tag.create")) return tr("tag “%1” made").arg(subject);
  if (is("tag.rename")) return tr("tag “%1” renamed").arg(subject);
  if (is("tag.move")) return tr("tag “%1” moved").arg(subject);
  if (is("tag.merge")) return tr("tag “%1” merged").arg(subject);
  if (is("tag.delete")) return tr("tag “%1” deleted").arg(subject);
  if (is("tag.run")) return onPhotos(tr("tags proposed"));
  if (is("album.add")) return tr("%1 into “%2”").arg(tr("%n photo(s)", nullptr, photos), subject);
  if (is("album.remove"))
    return tr("%1 out of “%2”").arg(tr("%n photo(s)", nullptr, photos), subject);
  if (is("album.create")) return tr("album “%1” made").arg(subject);
  if (is("album.rename")) return tr("album “%1” renamed").arg(subject);
  if (is("album.delete")) return tr("album “%1” deleted").arg(subject);
  if (is("search.save")) return tr("search “%1” saved").arg(subject);
  if (is("search.change")) return tr("search “%1” changed").arg(subject);
  if (is("sidecar")) return tr("What the file beside it says");
  if (is("trash")) return tr("%1 to the trash").arg(tr("%n photo(s)", nullptr, photos));
  if (is("restore")) return tr("%1 restored").arg(tr("%n photo(s)", nullptr, photos));
  return plain(name.action);
}

QString Words::advice(const catalog::Advice& advice) {
  using Kind = catalog::Advice::Kind;
  const auto words = plain(advice.words);
  switch (advice.kind) {
    case Kind::Date:
      return tr("Only photos of %1").arg(words);
    case Kind::Translation:
      return tr("%1 instead of “%2”").arg(plain(advice.instead), words);
    case Kind::Language:
      break;
  }
  return tr("The model knows English; other words, such as “%1”, find little.").arg(words);
}

QString Words::queryFault(const catalog::QueryFault& fault) {
  const auto word = plain(fault.word);
  switch (fault.kind) {
    case Fault::UnknownKey:
      return fault.suggestion.empty() ? tr("There is no filter “%1”.").arg(word)
                                      : tr("There is no filter “%1”. Did you mean “%2”?")
                                            .arg(word, plain(fault.suggestion));
    case Fault::BadDate:
      return tr("“%1” is no date. Write 2019, 2019-07 or 2019-07-04.").arg(word);
    case Fault::BadNumber:
      return tr("“%1” is no number that fits here.").arg(word);
    case Fault::BadValue:
      return tr("“%1” is nothing that this filter knows.").arg(word);
    case Fault::MissingValue:
      return tr("Something is missing behind “%1:”.").arg(word);
    case Fault::UnbalancedQuote:
      return tr("A quotation mark is not closed.");
    case Fault::UnbalancedGroup:
      return tr("A parenthesis is not closed.");
    case Fault::WordsInGroup:
      return tr("“%1” was left out: words cannot be an alternative to a filter.").arg(word);
    case Fault::SavedSearchInside:
      return tr("The saved search “%1” has words of its own and cannot be a filter.").arg(word);
    case Fault::NoSuchTag:
      return tr("There is no tag “%1”.").arg(word);
    case Fault::NoSuchAlbum:
      return tr("There is no album “%1”.").arg(word);
    case Fault::NoSuchFolder:
      return tr("There is no folder “%1”.").arg(word);
    case Fault::TooLong:
      return tr("The search is too long; the rest was left out.");
    case Fault::TooDeep:
      return tr("There are too many parentheses; the rest was left out.");
  }
  return {};
}

QString Words::sureness(double probability) {
  const int tenths = int(std::floor(std::clamp(probability, 0.0, 0.999) * 10 + 0.5));
  if (tenths >= 10) return tr("nearly all right");
  return tr("about %1 in 10 right").arg(std::max(1, tenths));
}

QString Words::confinement(const std::string& means) {
  if (means.empty())
    return tr(
        "Photos are opened in processes of their own, which this system can only limit in "
        "memory and time: a newer kernel confines them.");
  return tr("Photos are opened in processes of their own, which can reach no file and no network "
            "(%1).")
      .arg(QString::fromStdString(means).replace(QStringLiteral(" and "), QStringLiteral(", ")));
}

QString Words::wordsState(const catalog::WordsState& state) {
  using Kind = catalog::WordsState::Kind;
  switch (state.kind) {
    case Kind::None:
      return {};
    case Kind::Pending:
      return tr("Rating, caption and tags are being written beside the photo.");
    case Kind::Written:
      return tr("Rating, caption and tags stand beside the photo, too.");
    case Kind::Failed:
      return tr("Could not be brought together with the file beside the photo: %1")
          .arg(plain(state.message));
    case Kind::Conflict:
      break;
  }
  QStringList other;
  if (state.otherRating)
    other << (*state.otherRating > 0 ? stars(*state.otherRating) : tr("No stars"));
  if (state.otherCaption) other << tr("“%1”").arg(plain(*state.otherCaption));
  return tr("The photo’s file, or the one beside it, says something else: %1")
      .arg(other.join(tr(", ")));
}

}  // namespace calotype::ui
