// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QString>
#include <vector>

#include "catalog/catalog.h"
#include "catalog/upkeep.h"

namespace calotype::model {
struct ListedModel;
}

namespace calotype::ui {

/// Facts as words in the user's language. Pure functions; any of them may be called anywhere after
/// the translations are loaded.
struct Words {
  Q_DECLARE_TR_FUNCTIONS(calotype::ui::Words)

 public:
  static QString plain(const std::string& utf8);
  static QString path(const fs::path& path);
  static QString fileName(const fs::path& path);
  static QString folderName(const fs::path& path);
  static QString folderWithCount(const QString& name, std::int64_t photos);
  static QString unavailableFolder(const fs::path& path);
  static QString count(std::int64_t number);

  /// "Saturday, 6 July 2019, 15:30" of a local wall clock in milliseconds.
  static QString moment(std::int64_t localMs);
  static QString month(std::int64_t localMs);
  static QString photoName(const catalog::PhotoRow& row);

  /// "X-T3 · 35 mm · f/2 · 1/250 s · ISO 160"; what is absent is left out.
  static QString cameraLine(const catalog::Metadata& metadata);
  static QString lensLine(const catalog::Metadata& metadata);
  static QString exposure(double seconds);
  /// "35.3387° N, 25.1442° E"; empty without a position.
  static QString place(const catalog::Metadata& metadata);
  /// "6000 × 4000 · 24.0 MP · JPEG", upright.
  static QString pixels(const catalog::Metadata& metadata);
  static QString bytes(std::uint64_t bytes);
  static QString duration(double seconds);
  /// "1:02:03", of a film.
  static QString length(std::int64_t seconds);

  /// "indexing 12,480 of 61,377 · 41/s · 20 min left".
  static QString progress(const catalog::Progress& progress);
  /// "searched 12,480 of 61,377"; empty when everything was.
  static QString coverage(const catalog::SearchPage& page);
  /// What the status line says of the model; empty when there is nothing to say.
  static QString model(const catalog::ModelStatus& status,
                       const std::optional<catalog::ModelChange>& change = {});

  // Of the model page (describe_models.cpp):
  static QString modelTitle(const model::ListedModel& listed);
  static QString modelWhy(const model::ListedModel& listed);
  /// "606 MB · MIT licence · understands English · ImageNet 72.8 %"
  static QString modelFacts(const model::ListedModel& listed);
  /// "151 million parameters · 512 dimensions · 5.6 GFLOP a picture · 38 ms a picture here"
  static QString modelShape(const model::ListedModel& listed,
                            std::optional<double> millisecondsAPicture);
  static QString modelChecksum(const model::ListedModel& listed);
  /// Why a model could not be had, opened or removed.
  static QString modelError(const Error& error);

  /// Why, and what can be done about it.
  static QString failure(const catalog::Failure& failure);
  static QString error(const Error& error);
  /// What was saved of a damaged catalog.
  /// Whether rating, caption and tags stand beside the photo too; empty when they need not.
  static QString wordsState(const catalog::WordsState& state);
  static QString mended(const catalog::Replaced& replaced);

  /// How the processes are held back that read photos; empty: they are not.
  static QString confinement(const std::string& means);

  /// "★★★ on 20 photos": what an edit did, as a title.
  static QString edit(const catalog::EditName& name);
  static QString stars(int count);
  static QString colour(int colour);
  /// "There is no filter “ratng”. Did you mean rating?"
  static QString queryFault(const catalog::QueryFault& fault);
  static QString advice(const catalog::Advice& advice);
  /// "about 9 in 10 right"
  static QString sureness(double probability);
  static QString day(std::int64_t localMs);
};

/// How the scores of one search spread, so that a match can be described beside the others. A bare
/// cosine says nothing: its scale differs from model to model.
class Likeness {
 public:
  Likeness() = default;
  /// rows: ranked, best first.
  explicit Likeness(const std::vector<catalog::PhotoRow>& rows);

  enum class Grade { Clear, Good, Some, Unlikely };
  /// By distance from the mean in standard deviations: 2.5, 1.5 and 0.75 are the steps.
  Grade grade(float score) const;
  /// The first row that is Unlikely, or -1 when there is none, or too few photos to tell.
  int firstUnlikely(const std::vector<catalog::PhotoRow>& rows) const;
  /// "Stands out clearly · place 3 of 96".
  QString words(int row, int count, float score) const;

 private:
  double mean_ = 0, deviation_ = 0;
};

}  // namespace calotype::ui
