// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/tuning_run.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <QDateTime>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include "ui/views/describe.h"

namespace calotype::ui {

namespace {

constexpr int kPatienceMs = 1000;
constexpr int kNiceness = 10;

QString nativeName(const fs::path& path) {
  return QFile::decodeName(path.c_str());
}

/// How the child finds the catalog that the window has open.
QStringList catalogArguments(const catalog::Paths& paths) {
  const auto inside = catalog::Paths::inside(paths.data);
  if (inside.cache != paths.cache || inside.models != paths.models) return {};
  return {QStringLiteral("--catalog"), nativeName(paths.data)};
}

/// The child's last complaint, without the program's name.
QString complaintIn(const QByteArray& errors) {
  const auto lines = QString::fromUtf8(errors).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
  const auto prefix = QStringLiteral("calotype-cli: ");
  for (auto i = lines.size(); i-- > 0;)
    if (lines[i].startsWith(prefix)) return Words::plain(lines[i].mid(prefix.size()).toStdString());
  return {};
}

TuningProof proofFrom(const QJsonObject& line) {
  const auto count = [&](const char* key) { return line[QLatin1String(key)].toInt(); };
  const auto part = [&](const char* key) { return line[QLatin1String(key)].toDouble(); };
  return {line[QLatin1String("kept")].toBool(),
          count("learnt_from"),
          count("proven_on"),
          count("guards"),
          count("queries"),
          part("recall_at_5_before"),
          part("recall_at_5_after"),
          part("guard_after"),
          {}};
}

}  // namespace

TuningRun::TuningRun(TuningRunOptions options, QObject* parent)
    : QObject(parent), options_(std::move(options)) {
  child_.setChildProcessModifier([] {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setpriority(PRIO_PROCESS, 0, kNiceness);
  });
  connect(&child_, &QProcess::readyReadStandardOutput, this, &TuningRun::read);
  connect(&child_, &QProcess::finished, this, &TuningRun::end);
  connect(&child_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
    if (error == QProcess::FailedToStart) Q_EMIT failed(child_.errorString());
  });
}

TuningRun::~TuningRun() {
  child_.disconnect(this);
  if (isRunning()) {
    child_.kill();
    child_.waitForFinished(kPatienceMs);
  }
  std::error_code ignored;
  fs::remove_all(folder(), ignored);
}

void TuningRun::start() {
  if (isRunning()) return;
  std::error_code ignored;
  fs::remove_all(folder(), ignored);
  rest_.clear();
  proof_ = {};
  proven_ = stopping_ = false;
  child_.start(nativeName(options_.program),
               catalogArguments(options_.catalog) +
                   QStringList{QStringLiteral("--json"), QStringLiteral("train"),
                               QStringLiteral("--from-catalog"), QStringLiteral("--out"),
                               nativeName(folder())});
  child_.closeWriteChannel();
}

void TuningRun::stop() {
  stopping_ = true;
  child_.terminate();
}

void TuningRun::read() {
  rest_ += child_.readAllStandardOutput();
  for (auto end = rest_.indexOf('\n'); end >= 0; end = rest_.indexOf('\n')) {
    const auto line = QJsonDocument::fromJson(rest_.left(end)).object();
    rest_.remove(0, end + 1);
    if (line.contains(QLatin1String("kept"))) {
      proof_ = proofFrom(line);
      proven_ = true;
    } else if (line.contains(QLatin1String("step"))) {
      Q_EMIT stepped(line[QLatin1String("step")].toInt(), line[QLatin1String("steps")].toInt(),
                     line[QLatin1String("seconds_left")].toDouble());
    }
  }
}

void TuningRun::end() {
  read();
  if (stopping_) return Q_EMIT stopped();
  if (!proven_ || child_.exitStatus() != QProcess::NormalExit || child_.exitCode() != 0)
    return Q_EMIT failed(complaintIn(child_.readAllStandardError()));
  if (proof_.kept) {
    // A model bears its folder's name.
    proof_.model = folder() / QDateTime::currentDateTime()
                                  .toString(QStringLiteral("'own-words-'yyyy-MM-dd-HHmm"))
                                  .toStdString();
    std::error_code error;
    fs::rename(folder() / "model", proof_.model, error);
    if (error) return Q_EMIT failed(QString::fromStdString(error.message()));
  }
  Q_EMIT finished(proof_);
}

}  // namespace calotype::ui
