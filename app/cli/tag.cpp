// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/open_catalog.h"
#include "catalog/tagging.h"

namespace calotype::cli {
namespace {

struct Options {
  std::string folder, album, query, vocabulary;
  double precision = 0;
  bool dryRun = false, accept = false;
  ModelChoice model;
};

Result<std::vector<catalog::PhotoId>> photosOf(catalog::Catalog& catalog, const Options& options) {
  if (!options.query.empty()) return catalog.photosFor(options.query);
  if (!options.album.empty()) {
    CALOTYPE_TRY(const auto albums, catalog.albums());
    for (const auto& album : albums)
      if (album.name == options.album)
        return album.query.empty() ? catalog.photosIn(album.id) : catalog.photosFor(album.query);
    return fail(Code::NotFound, "There is no album \"" + options.album +
                                    "\". List them with: calotype-cli album list");
  }
  if (options.folder.empty()) return catalog.photosIn(catalog::Everywhere{});
  std::error_code failed;
  const auto folder = fs::canonical(options.folder, failed);
  return catalog.photosIn(failed ? fs::path(options.folder) : folder);
}

const char* stateOf(const catalog::TagChange& change, bool accept) {
  switch (change.kind) {
    case catalog::TagChange::Kind::Remove:
      return "withdrawn";
    case catalog::TagChange::Kind::Keep:
      return accept ? "accepted" : "kept";
    case catalog::TagChange::Kind::Add:
      break;
  }
  return accept ? "accepted" : "proposed";
}

std::string percentOf(const catalog::TagChange& change) {
  if (change.kind == catalog::TagChange::Kind::Remove) return "    -";
  return fmt::format("{:3.0f} %", 100 * double(change.probability));
}

/// One line a change, in the order of photos.
Status print(catalog::Catalog& catalog, const catalog::TagPreview& preview, bool accept,
             bool json) {
  const auto& vocabulary = preview.tagger->vocabulary();
  std::unordered_map<std::int64_t, std::string> paths;
  for (const auto& change : preview.plan.changes) {
    auto& path = paths[std::int64_t(change.photo)];
    if (path.empty()) {
      CALOTYPE_TRY(const auto details, catalog.detailsNow(change.photo));
      if (!details.files.empty()) path = displayPath(details.files.front());
    }
    const auto& name = catalog::Vocabulary::nameOf(
        vocabulary.concepts()[std::size_t(change.concept_)], catalog::Language::English);
    if (json)
      std::printf("%s\n", nlohmann::ordered_json{{"path", path},
                                                 {"tag", name},
                                                 {"probability", change.probability},
                                                 {"state", stateOf(change, accept)}}
                              .dump()
                              .c_str());
    else
      std::printf("%-9s %s  %-24s %s\n", stateOf(change, accept), percentOf(change).c_str(),
                  name.c_str(), path.c_str());
  }
  return {};
}

void printSummary(const catalog::TagPreview& preview, const Options& options) {
  const auto& plan = preview.plan;
  // Accepting takes what was proposed before too.
  const auto changed = options.accept ? plan.added + plan.kept : plan.added;
  const auto kept = options.accept ? 0 : plan.kept;
  const char* const done = options.accept ? "accepted" : "proposed";
  std::fprintf(
      stderr,
      "calotype-cli: %lld photos looked at: %lld tags %s%s, %lld withdrawn, %lld as before.\n",
      static_cast<long long>(plan.photos), static_cast<long long>(changed),
      options.dryRun ? "would be " : "", done, static_cast<long long>(plan.removed),
      static_cast<long long>(kept));
  if (plan.withoutVector > 0)
    std::fprintf(stderr,
                 "calotype-cli: %lld photos were not looked at with this model yet. Run: "
                 "calotype-cli index --all\n",
                 static_cast<long long>(plan.withoutVector));
  if (preview.tagger->leastProbability(preview.precision) > 1)
    std::fprintf(stderr,
                 "calotype-cli: This model is not good enough for a precision of %.2f. Ask for "
                 "less with --precision, or give a better model.\n",
                 preview.precision);
}

int tag(const Common& common, const Options& options) {
  auto catalog =
      options.dryRun ? openToRead(common, options.model) : openToChange(common, options.model);
  if (!catalog) return reportUnopened(catalog.error());
  auto photos = photosOf(**catalog, options);
  if (!photos) return report(photos.error());
  const auto progress = [&](std::size_t done, std::size_t of) {
    if (!common.quiet && !common.json && isatty(STDERR_FILENO) != 0)
      std::fprintf(stderr, "\rreading the vocabulary: %zu of %zu%s", done, of,
                   done == of ? "\n" : "");
  };
  const auto preview = (*catalog)->previewTags(
      {std::move(*photos), options.vocabulary, options.precision}, progress);
  if (!preview) return report(preview.error());
  if (const auto printed = print(**catalog, **preview, options.accept, common.json); !printed)
    return report(printed.error());
  if (!options.dryRun)
    if (const auto done = (*catalog)->applyTags(**preview, options.accept); !done)
      return report(done.error());
  if (!common.quiet && !common.json) printSummary(**preview, options);
  return (*preview)->plan.changes.empty() ? NothingFound : Done;
}

}  // namespace

Run setUpTag(CLI::App& parser) {
  const auto options = std::make_shared<Options>();
  auto* const folder =
      parser.add_option("FOLDER", options->folder, "Only photos in this folder and below");
  auto* const album =
      parser.add_option("--album", options->album, "Only photos of this album")->excludes(folder);
  parser.add_option("--query", options->query, "Only photos that this search finds")
      ->excludes(folder)
      ->excludes(album);
  parser.add_option("--vocabulary", options->vocabulary,
                    "What to look for: a JSON vocabulary, or a text with a name a line");
  parser
      .add_option("--precision", options->precision,
                  "So many of the proposals shall be right (default: as set, 0.9)")
      ->check(CLI::Range(0.5, 0.99));
  parser.add_flag("--dry-run", options->dryRun, "Show what would change, and change nothing");
  parser.add_flag("--accept", options->accept, "Give photos the tags at once");
  options->model.addModelTo(parser);
  return [options](const Common& common) { return tag(common, *options); };
}

}  // namespace calotype::cli
