// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "app/cli/command.h"
#include "app/cli/open_catalog.h"
#include "catalog/settings.h"

namespace calotype::cli {
namespace {

struct Options {
  std::string words;
  std::string image;
  std::size_t limit = 20;
  std::string format = "text";
  ModelChoice model;
};

/// Ranked rows, each with the path of the file that is shown: for people, or byte for byte.
Status printPage(catalog::Catalog& catalog, const catalog::SearchPage& page,
                 const std::string& format) {
  for (const auto& row : page.rows) {
    CALOTYPE_TRY(const auto details, catalog.detailsNow(row.id));
    if (details.files.empty()) continue;
    const auto& file = details.files.front().native();
    const auto path = displayPath(file);
    if (format == "null")
      std::fwrite(file.c_str(), 1, file.size() + 1, stdout);
    else if (format == "json")
      std::printf("%s\n",
                  nlohmann::ordered_json{{"path", path}, {"score", row.score}}.dump().c_str());
    else if (format == "paths" || page.byWords)
      std::printf("%s\n", path.c_str());
    else
      std::printf("%.3f  %s\n", double(row.score), path.c_str());
  }
  return {};
}

std::string sentenceOf(const catalog::QueryFault& fault) {
  using catalog::Fault;
  const std::string word = '"' + displayText(fault.word) + '"';
  switch (fault.kind) {
    case Fault::UnknownKey:
      return "there is no filter " + word +
             (fault.suggestion.empty() ? "" : "; perhaps " + fault.suggestion + " is meant");
    case Fault::BadDate:
      return word + " is no date; write 2019, 2019-07 or 2019-07-04";
    case Fault::BadNumber:
      return word + " is no number that fits here";
    case Fault::BadValue:
      return word + " is nothing that this filter knows";
    case Fault::MissingValue:
      return "something is missing behind " + word;
    case Fault::UnbalancedQuote:
      return "a quotation mark is not closed";
    case Fault::UnbalancedGroup:
      return "a parenthesis is not closed";
    case Fault::WordsInGroup:
      return "words cannot be an alternative to a filter: " + word;
    case Fault::SavedSearchInside:
      return "the saved search " + word + " has words of its own and cannot be a filter";
    case Fault::NoSuchTag:
      return "there is no tag " + word;
    case Fault::NoSuchAlbum:
      return "there is no album " + word;
    case Fault::NoSuchFolder:
      return "there is no folder " + word;
    case Fault::TooLong:
      return "the search is too long";
    case Fault::TooDeep:
      return "there are too many parentheses";
  }
  return {};
}

/// Parts of the query that count for nothing: on stderr, also beside JSON.
void printFaults(const catalog::SearchPage& page) {
  for (const auto& fault : page.faults)
    std::fprintf(stderr, "calotype-cli: A part of the search was left out: %s.\n",
                 sentenceOf(fault).c_str());
}

/// What would have been asked better.
void printAdvice(catalog::Catalog& catalog, const std::string& words) {
  using Kind = catalog::Advice::Kind;
  const auto advice = catalog.advise(words);
  if (!advice) return;
  for (const auto& each : *advice) {
    const auto said = displayText(each.words), instead = displayText(each.instead);
    if (each.kind == Kind::Date)
      std::fprintf(stderr,
                   "calotype-cli: \"%s\" orders photos by likeness; for those of that time only "
                   "write %s.\n",
                   said.c_str(), instead.c_str());
    else if (each.kind == Kind::Translation)
      std::fprintf(stderr,
                   "calotype-cli: The model knows English: \"%s\" may find more than \"%s\".\n",
                   instead.c_str(), said.c_str());
    else
      std::fprintf(stderr,
                   "calotype-cli: The model knows English; other words, such as \"%s\", find "
                   "little.\n",
                   said.c_str());
  }
}

/// What a person should know about how the answer came about, on stderr.
void printNotes(catalog::Catalog& catalog, const catalog::SearchPage& page) {
  const auto status = catalog.modelStatus();
  if (page.byWords) {
    std::fprintf(stderr,
                 "calotype-cli: Searched names, folders, dates, captions and keywords only: %s\n",
                 status.error ? status.error->message.c_str() : "no model is open.");
    return;
  }
  const auto former = catalog.setting(catalog::kFormerModelSetting);
  if (former && !former->empty())
    std::fprintf(stderr,
                 "calotype-cli: The former model answers until the new one has seen all photos. "
                 "Run: calotype-cli index --all\n");
  else if (status.starter)
    std::fprintf(stderr, "calotype-cli: %s\n", kStarterNote);
  if (page.ranked && page.searched < page.photos)
    std::fprintf(stderr,
                 "calotype-cli: Searched %lld of %lld photos; the others have no vector of this "
                 "model yet. Run: calotype-cli index --all\n",
                 static_cast<long long>(page.searched), static_cast<long long>(page.photos));
}

int search(const Common& common, const Options& options) {
  auto catalog = openToRead(common, options.model);
  if (!catalog) return reportUnopened(catalog.error());
  catalog::SearchRequest request{.by = options.words, .limit = options.limit};
  if (!options.image.empty()) request.by = fs::absolute(options.image);
  const auto page = (*catalog)->searchNow(std::move(request));
  if (!page) return report(page.error());
  const auto model = (*catalog)->modelStatus();
  if (page->byWords && model.error && !options.model.folder.empty()) return report(*model.error);

  if (!common.quiet) printFaults(*page);
  if (!common.json && !common.quiet) {
    printNotes(**catalog, *page);
    printAdvice(**catalog, options.words);
  }
  if (const auto printed = printPage(**catalog, *page, common.json ? "json" : options.format);
      !printed)
    return report(printed.error());
  if (!page->rows.empty()) return Done;
  if (page->byWords && model.error) {
    if (common.json || common.quiet) report(*model.error);
    return ModelMissing;
  }
  if (!common.quiet) std::fprintf(stderr, "calotype-cli: Nothing was found.\n");
  return NothingFound;
}

}  // namespace

Run setUpSearch(CLI::App& parser) {
  const auto options = std::make_shared<Options>();
  auto* const words = parser.add_option("TEXT", options->words, "What the photo shows, in words");
  parser.add_option("--image", options->image, "A picture file: finds photos like it")
      ->excludes(words);
  parser.add_option("--limit", options->limit, "So many rows, best first; 0: all")
      ->capture_default_str();
  parser
      .add_option("--format", options->format,
                  "What is printed: null is paths byte for byte, each with a NUL behind it")
      ->check(CLI::IsMember({"text", "json", "paths", "null"}))
      ->capture_default_str();
  options->model.addTo(parser);
  return [options](const Common& common) {
    if (options->words.empty() && options->image.empty()) {
      std::fprintf(stderr, "calotype-cli: Say what to search for: words, or --image FILE.\n");
      return int(Usage);
    }
    return search(common, *options);
  };
}

}  // namespace calotype::cli
