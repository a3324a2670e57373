// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/open_catalog.h"
#include "catalog/store/tag_store.h"

namespace calotype::cli {
namespace {

struct Options {
  std::string name, query;
  std::vector<std::string> files;
};

Result<catalog::Album> find(catalog::Catalog& catalog, const std::string& name) {
  CALOTYPE_TRY(const auto albums, catalog.albums());
  for (const auto& album : albums)
    if (catalog::tagKey(album.name) == catalog::tagKey(name)) return album;
  return fail(Code::NotFound,
              "There is no album \"" + name + "\". List them with: calotype-cli album list");
}

/// The photos of files; one that the catalog does not know is an error that names it.
Result<std::vector<catalog::PhotoId>> photosOf(catalog::Catalog& catalog, const Options& options) {
  if (!options.query.empty()) return catalog.photosFor(options.query);
  std::vector<catalog::PhotoId> photos;
  for (const auto& file : options.files) {
    CALOTYPE_TRY(const auto photo, catalog.photoAt(fs::absolute(file)));
    photos.push_back(photo);
  }
  return photos;
}

int list(const Common& common) {
  const auto catalog = openToRead(common, {});
  if (!catalog) return reportUnopened(catalog.error());
  const auto albums = (*catalog)->albums();
  if (!albums) return report(albums.error());
  for (const auto& album : *albums) {
    if (common.json)
      std::printf("%s\n",
                  nlohmann::ordered_json{
                      {"album", album.name}, {"photos", album.photos}, {"query", album.query}}
                      .dump()
                      .c_str());
    else if (album.query.empty())
      std::printf("%6lld  %s\n", static_cast<long long>(album.photos), album.name.c_str());
    else
      std::printf("search  %s: %s\n", album.name.c_str(), album.query.c_str());
  }
  return albums->empty() ? NothingFound : Done;
}

int show(const Common& common, const Options& options) {
  const auto catalog = openToRead(common, {});
  if (!catalog) return reportUnopened(catalog.error());
  const auto album = find(**catalog, options.name);
  if (!album) return report(album.error());
  const auto photos =
      album->query.empty() ? (*catalog)->photosIn(album->id) : (*catalog)->photosFor(album->query);
  if (!photos) return report(photos.error());
  for (const auto photo : *photos) {
    const auto details = (*catalog)->detailsNow(photo);
    if (!details) return report(details.error());
    if (details->files.empty()) continue;
    const auto path = displayPath(details->files.front());
    std::printf("%s\n", common.json ? nlohmann::json{{"path", path}}.dump().c_str() : path.c_str());
  }
  return photos->empty() ? NothingFound : Done;
}

int change(const Common& common, const Options& options, bool create, bool remove) {
  const auto catalog = openToChange(common, {});
  if (!catalog) return reportUnopened(catalog.error());
  const auto make = [&]() -> Result<catalog::Edit> {
    if (create && options.files.empty() && !options.query.empty())
      return catalog::Edit{catalog::CreateAlbum{options.name, options.query}, {}};
    CALOTYPE_TRY(auto photos, photosOf(**catalog, options));
    if (create) return catalog::Edit{catalog::CreateAlbum{options.name, ""}, std::move(photos)};
    CALOTYPE_TRY(const auto album, find(**catalog, options.name));
    if (remove && options.files.empty() && options.query.empty())
      return catalog::Edit{catalog::DeleteAlbum{album.id}, {}};
    if (remove) return catalog::Edit{catalog::RemoveFromAlbum{album.id}, std::move(photos)};
    return catalog::Edit{catalog::AddToAlbum{album.id}, std::move(photos)};
  };
  auto edit = make();
  if (!edit) return report(edit.error());
  const auto done = (*catalog)->edit(std::move(*edit));
  if (!done) return report(done.error());
  if (!common.quiet && !common.json)
    std::fprintf(stderr, "calotype-cli: Done: %s. Take it back with: calotype-cli undo\n",
                 describe(done->name).c_str());
  return Done;
}

}  // namespace

Run setUpAlbum(CLI::App& parser) {
  const auto options = std::make_shared<Options>();
  parser.require_subcommand(1);
  const auto add = [&](const char* name, const char* help, bool files, const char* queryHelp) {
    auto* const command = parser.add_subcommand(name, help);
    command->add_option("ALBUM", options->name, "Its name")->required();
    if (files) command->add_option("FILE", options->files, "Photo files of the catalog");
    if (queryHelp != nullptr) command->add_option("--query", options->query, queryHelp);
    return command;
  };
  auto* const listing = parser.add_subcommand("list", "All albums and saved searches");
  auto* const create = add("create", "Make an album of photos, or save a search", true,
                           "With files none: a saved search, which finds its photos by itself");
  add("add", "Put photos into an album", true, "The photos that this search finds");
  auto* const remove = add("remove", "Take photos out of an album; without photos, end the album",
                           true, "The photos that this search finds");
  auto* const showing = add("show", "The photos of an album", false, nullptr);
  return [=](const Common& common) {
    if (listing->parsed()) return list(common);
    if (showing->parsed()) return show(common, *options);
    return change(common, *options, create->parsed(), remove->parsed());
  };
}

}  // namespace calotype::cli
