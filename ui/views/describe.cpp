// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/describe.h"

#include <QDateTime>
#include <QLocale>
#include <QStringList>
#include <QTimeZone>
#include <cmath>

namespace calotype::ui {

namespace {

QString joined(QStringList parts) {
  parts.removeAll(QString());
  return parts.join(QStringLiteral(" · "));
}

QDateTime wallClock(std::int64_t localMs) {
  return QDateTime::fromMSecsSinceEpoch(localMs, Qt::UTC);
}

/// To the minute, whatever the locale's short form says.
QString clockTime(const QTime& time) {
  auto format = QLocale().timeFormat(QLocale::ShortFormat);
  format.remove(QStringLiteral(":ss"));
  return QLocale().toString(time, format);
}

QString number(double value, int decimals) {
  QString text = QLocale().toString(value, 'f', decimals);
  const QString zeros = QLocale().decimalPoint() + QString(decimals, QLatin1Char('0'));
  if (text.endsWith(zeros)) text.chop(zeros.size());
  return text;
}

}  // namespace

QString Words::plain(const std::string& utf8) {
  return QString::fromStdString(displayText(utf8));
}

QString Words::path(const fs::path& path) {
  return QString::fromStdString(displayPath(path));
}

QString Words::fileName(const fs::path& path) {
  return Words::path(path.filename());
}

QString Words::folderName(const fs::path& path) {
  return path.has_filename() ? Words::path(path.filename()) : Words::path(path);
}

QString Words::folderWithCount(const QString& name, std::int64_t photos) {
  return tr("%1, %n photo(s)", nullptr, int(photos)).arg(name);
}

QString Words::unavailableFolder(const fs::path& path) {
  return tr("%1 cannot be reached right now. Its photos stay in the catalog.")
      .arg(Words::path(path));
}

QString Words::count(std::int64_t value) {
  return QLocale().toString(qlonglong(value));
}

QString Words::moment(std::int64_t localMs) {
  const auto when = wallClock(localMs);
  //: A moment: %1 is a long date, %2 a time of day.
  return tr("%1, %2").arg(QLocale().toString(when.date(), QLocale::LongFormat),
                          clockTime(when.time()));
}

QString Words::month(std::int64_t localMs) {
  const auto date = wallClock(localMs).date();
  //: A month of a year: %1 is the name of the month, %2 the year.
  return tr("%1 %2").arg(QLocale().standaloneMonthName(date.month()), QString::number(date.year()));
}

QString Words::photoName(const catalog::PhotoRow& row) {
  if (row.missing) return tr("Missing photo, %1").arg(moment(row.sortMs));
  if (row.isFilm()) return tr("Film, %1").arg(moment(row.sortMs));
  return tr("Photo, %1").arg(moment(row.sortMs));
}

QString Words::exposure(double seconds) {
  if (!(seconds > 0)) return {};
  if (seconds >= 0.3) return tr("%1 s").arg(number(seconds, 1));
  return tr("1/%1 s").arg(QLocale().toString(qlonglong(std::llround(1 / seconds))));
}

QString Words::cameraLine(const catalog::Metadata& m) {
  QStringList parts{plain(m.camera.empty() ? m.make : m.camera)};
  if (m.focalLengthMm) parts << tr("%1 mm").arg(number(*m.focalLengthMm, 1));
  if (m.fNumber) parts << tr("f/%1").arg(number(*m.fNumber, 1));
  if (m.exposureSeconds) parts << exposure(*m.exposureSeconds);
  if (m.iso) parts << tr("ISO %1").arg(std::lround(*m.iso));
  return joined(parts);
}

QString Words::lensLine(const catalog::Metadata& m) {
  return plain(m.lens);
}

QString Words::place(const catalog::Metadata& m) {
  if (!m.latitude || !m.longitude) return {};
  const auto degrees = [](double value) { return QLocale().toString(std::abs(value), 'f', 4); };
  const QString north = *m.latitude < 0 ? tr("%1° S") : tr("%1° N");
  const QString east = *m.longitude < 0 ? tr("%1° W") : tr("%1° E");
  return tr("%1, %2").arg(north.arg(degrees(*m.latitude)), east.arg(degrees(*m.longitude)));
}

QString Words::pixels(const catalog::Metadata& m) {
  QString size;
  if (m.width > 0 && m.height > 0) {
    const bool turned = m.orientation >= 5;
    size = tr("%1 × %2").arg(turned ? m.height : m.width).arg(turned ? m.width : m.height);
  }
  const double megapixels = double(m.width) * m.height / 1e6;
  const bool film = m.durationMs.has_value();
  return joined({size,
                 film && *m.durationMs > 0 ? length(std::max<std::int64_t>(1, *m.durationMs / 1000))
                                           : QString(),
                 megapixels >= 0.1 && !film
                     ? tr("%1 MP").arg(QLocale().toString(megapixels, 'f', 1))
                     : QString(),
                 plain(m.format)});
}

QString Words::bytes(std::uint64_t bytes) {
  return QLocale().formattedDataSize(qint64(bytes), 1, QLocale::DataSizeSIFormat);
}

QString Words::duration(double seconds) {
  if (seconds < 60) return tr("less than a minute");
  const int minutes = int(std::lround(seconds / 60));
  if (minutes < 90) return tr("%n min", "minutes", minutes);
  return tr("%n h", "hours", int(std::lround(seconds / 3600)));
}

QString Words::length(std::int64_t seconds) {
  const auto two = [](std::int64_t value) {
    return QString::number(qlonglong(value)).rightJustified(2, QLatin1Char('0'));
  };
  const auto minutes = seconds / 60;
  const auto start = minutes >= 60 ? QString::number(qlonglong(minutes / 60)) + QLatin1Char(':') +
                                         two(minutes % 60)
                                   : QString::number(qlonglong(minutes));
  return start + QLatin1Char(':') + two(seconds % 60);
}

QString Words::progress(const catalog::Progress& p) {
  using State = catalog::Progress::State;
  switch (p.state) {
    case State::Idle:
      return {};
    case State::Scanning:
      return tr("Looking for photos · %1 found").arg(count(p.found));
    case State::Paused:
      return (p.spares ? tr("Paused on battery · %1 left") : tr("Paused · %1 left"))
          .arg(count(p.pending));
    case State::Working:
      break;
  }
  const auto total = std::max(p.found, p.pending);
  QStringList parts{tr("Indexing %1 of %2").arg(count(total - p.pending), count(total))};
  if (p.photosPerSecond >= 0.05)
    parts << tr("%1/s").arg(number(p.photosPerSecond, p.photosPerSecond < 10 ? 1 : 0));
  if (p.secondsLeft) parts << tr("%1 left").arg(duration(*p.secondsLeft));
  return joined(parts);
}

QString Words::coverage(const catalog::SearchPage& page) {
  if (page.searched >= page.photos) return {};
  return tr("Searched %1 of %2").arg(count(page.searched), count(page.photos));
}

QString Words::model(const catalog::ModelStatus& status,
                     const std::optional<catalog::ModelChange>& change) {
  using State = catalog::ModelStatus::State;
  if (change && change->of > 0)
    return tr("New model: %1 of %2 photos seen").arg(count(change->seen), count(change->of));
  if (status.state == State::Missing)
    return status.error ? error(*status.error) : tr("No model: search finds words only");
  if (status.state == State::Ready && status.starter)
    return tr("Starter model: basic; install a better one");
  return {};
}

QString Words::failure(const catalog::Failure& failure) {
  static const std::pair<Code, const char*> kTexts[] = {
      {Code::NotFound, QT_TR_NOOP("The file is gone. It leaves this list with the next look.")},
      {Code::Permission, QT_TR_NOOP("You may not read this file. Change its permissions.")},
      {Code::Io, QT_TR_NOOP("The disk could not deliver it. Check the disk, then look again.")},
      {Code::Corrupt,
       QT_TR_NOOP("The picture is damaged or cut off. Copy it anew from where it came.")},
      {Code::Unsupported, QT_TR_NOOP("This is not a picture format that Calotype reads yet.")},
      {Code::TooLarge, QT_TR_NOOP("The picture is larger than Calotype dares to open.")},
      {Code::TimedOut,
       QT_TR_NOOP("Reading took too long and was given up. The file may be damaged.")},
      {Code::Crashed, QT_TR_NOOP("Reading it failed badly, twice. The file is probably damaged.")},
      {Code::OutOfMemory, QT_TR_NOOP("There was not enough memory for it. Close other programs.")},
  };
  for (const auto& [code, text] : kTexts)
    if (failure.code == codeName(code)) return tr(text);
  return plain(failure.message);
}

QString Words::error(const Error& error) {
  switch (error.code) {
    case Code::Busy:
      return tr("Another program is writing to this catalog. Close it, or look without changing.");
    case Code::NewerVersion:
      return tr("This catalog was made by a newer Calotype. Nothing was touched; update Calotype.");
    case Code::Corrupt:
      return tr(
          "Something in the catalog is damaged. Close Calotype and start it again to mend it.");
    case Code::NoSpace:
      return tr("The disk is full. Make room; indexing goes on from where it stopped.");
    case Code::ManyMissing:
      return tr("Very many photos are not where they were: %1 Connect the disk and look again. "
                "What "
                "you made of them is kept.")
          .arg(plain(error.message.substr(0, error.message.find(": "))) + QLatin1Char('.'));
    case Code::ModelMissing:
      return tr("No model could be opened: search finds words only.");
    default:
      return plain(error.message);
  }
}

QString Words::mended(const catalog::Replaced& replaced) {
  const QString kept = tr("The damaged file was kept.");
  if (!replaced.from.empty())
    return tr("Nothing of the catalog could be read. Its newest copy has taken its place.") +
           QLatin1Char(' ') + kept;
  if (replaced.whole)
    return tr("The catalog is mended, and nothing was lost.") + QLatin1Char(' ') + kept;
  if (replaced.fromCopy > 0)
    return tr("The catalog is mended. What could not be read was taken from its newest copy.") +
           QLatin1Char(' ') + kept;
  return tr("The catalog is mended. Some of it could not be read; what the photos tell is read "
            "again now.") +
         QLatin1Char(' ') + kept;
}

Likeness::Likeness(const std::vector<catalog::PhotoRow>& rows) {
  if (rows.empty()) return;
  double sum = 0, squares = 0;
  for (const auto& row : rows) {
    sum += row.score;
    squares += double(row.score) * row.score;
  }
  const auto n = double(rows.size());
  mean_ = sum / n;
  deviation_ = std::sqrt(std::max(0.0, squares / n - mean_ * mean_));
}

Likeness::Grade Likeness::grade(float score) const {
  if (deviation_ <= 0) return Grade::Some;
  const double distance = (score - mean_) / deviation_;
  if (distance >= 2.5) return Grade::Clear;
  if (distance >= 1.5) return Grade::Good;
  return distance >= 0.75 ? Grade::Some : Grade::Unlikely;
}

int Likeness::firstUnlikely(const std::vector<catalog::PhotoRow>& rows) const {
  static constexpr std::size_t kEnoughToTell = 24;
  if (rows.size() < kEnoughToTell) return -1;
  for (std::size_t row = 1; row < rows.size(); ++row)
    if (grade(rows[row].score) == Grade::Unlikely) return int(row);
  return -1;
}

QString Likeness::words(int row, int count, float score) const {
  const auto grade = this->grade(score);
  const QString how = grade == Grade::Clear ? Words::tr("Stands out clearly from your other photos")
                      : grade == Grade::Good ? Words::tr("Matches better than most of your photos")
                      : grade == Grade::Some ? Words::tr("Matches a little")
                                             : Words::tr("Probably not what was meant");
  return Words::tr("%1 · place %2 of %3").arg(how, Words::count(row + 1), Words::count(count));
}

}  // namespace calotype::ui
