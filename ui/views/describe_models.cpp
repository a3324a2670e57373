// SPDX-License-Identifier: GPL-3.0-or-later
// Models as words.
#include <QLocale>

#include "model/files/cost.h"
#include "model/install/model_list.h"
#include "ui/views/describe.h"

namespace calotype::ui {

namespace {

bool german() {
  return QLocale().language() == QLocale::German;
}

QString number(double value, int decimals) {
  return QLocale().toString(value, 'f', decimals);
}

QString joined(const QStringList& parts) {
  return parts.join(QStringLiteral(" · "));
}

std::optional<model::ModelSpec> shapeOf(const model::ListedModel& listed) {
  if (listed.spec) return listed.spec;
  auto named = model::ModelSpec::named(listed.offer->architecture);
  if (!named) return std::nullopt;
  return std::move(*named);
}

}  // namespace

QString Words::modelTitle(const model::ListedModel& listed) {
  if (listed.starter) return tr("Starter model");
  return listed.offer ? plain(listed.offer->name) : plain(displayText(listed.name));
}

QString Words::modelWhy(const model::ListedModel& listed) {
  if (listed.starter)
    return tr("Comes with Calotype and is basic: it knows everyday things and mixes up much.");
  if (!listed.offer) return {};
  const auto& offer = *listed.offer;
  QStringList parts{plain(german() && !offer.whyGerman.empty() ? offer.whyGerman : offer.why)};
  const auto& note = german() ? offer.licenceNoteGerman : offer.licenceNote;
  if (!note.empty()) parts << plain(note);
  return parts.join(QLatin1Char(' '));
}

QString Words::modelFacts(const model::ListedModel& listed) {
  QStringList parts;
  if (listed.bytes > 0) parts << bytes(listed.bytes);
  if (!listed.offer) return joined(parts);
  const auto& offer = *listed.offer;
  parts << tr("%1 licence").arg(plain(offer.licence));
  QStringList languages;
  for (const auto& tag : offer.languages)
    languages << (tag == "en" ? tr("English")
                              : QLocale(QString::fromStdString(tag)).nativeLanguageName());
  if (!languages.isEmpty()) parts << tr("understands %1").arg(languages.join(QLatin1String(", ")));
  if (offer.imageNet) parts << tr("ImageNet %1 %").arg(number(*offer.imageNet, 1));
  if (offer.cocoTextToImage)
    parts << tr("COCO by words %1 %").arg(number(*offer.cocoTextToImage, 1));
  return joined(parts);
}

QString Words::modelShape(const model::ListedModel& listed,
                          std::optional<double> millisecondsAPicture) {
  const auto spec = shapeOf(listed);
  if (!spec) return {};
  const auto cost = model::costOf(*spec);
  QStringList parts{
      tr("%1 million parameters").arg(number(double(cost.parameters()) / 1e6, 0)),
      tr("%1 dimensions").arg(spec->dims),
      tr("looks at %1 pixels").arg(spec->transform.size),
      tr("%1 GFLOP a picture").arg(number(model::gigaFlops(cost.image), 1)),
  };
  if (millisecondsAPicture)
    parts << tr("%1 ms a picture on this computer")
                 .arg(number(*millisecondsAPicture, *millisecondsAPicture < 10 ? 1 : 0));
  return joined(parts);
}

QString Words::modelChecksum(const model::ListedModel& listed) {
  if (listed.spec || !listed.offer) return {};
  const auto& offer = *listed.offer;
  auto from = tr("From %1").arg(plain(offer.repository));
  for (const auto& file : offer.files) {
    if (!file.name.ends_with(".safetensors")) continue;
    const auto hash = QString::fromStdString(toHex(file.sha256));
    const auto seen = offer.isConfirmed() ? tr("checksum seen at its authors' page")
                                          : tr("checksum not confirmed by its authors' page");
    return from + QStringLiteral(" · ") + seen + QStringLiteral("\nSHA-256 ") + hash;
  }
  return from;
}

/// The sentences behind the errors are English and name the place of the fault; in another language
/// their kind has to do.
QString Words::modelError(const Error& error) {
  if (!german()) return plain(error.message);
  switch (error.code) {
    case Code::Network:
      return tr("The connection failed. What came so far is kept; try again, or import a folder.");
    case Code::TimedOut:
      return tr("The server is silent. What came so far is kept; try again later.");
    case Code::NotFound:
      return tr("It is not there (any more). Import a folder instead, or choose another model.");
    case Code::Corrupt:
      return tr("The files are not those of this model, or are damaged. Nothing was kept.");
    case Code::Unsupported:
      return tr("This is not a kind of CLIP that Calotype knows.");
    case Code::NoSpace:
      return tr("There is not enough room on the disk. Make room, then try again.");
    case Code::Permission:
      return tr("The folder of the models may not be written. Change its permissions.");
    case Code::OutOfMemory:
      return tr(
          "There is not enough memory for this model. Close other programs, or use a smaller "
          "one.");
    case Code::ModelMissing:
      return tr("The model cannot be opened. Nothing was changed.");
    case Code::Busy:
      return tr("Another program is writing to this catalog. Close it, then try again.");
    default:
      return plain(error.message);
  }
}

}  // namespace calotype::ui
