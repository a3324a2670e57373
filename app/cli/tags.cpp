// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <map>
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
  std::string first, second;
};

/// Every tag with its whole path.
std::vector<std::pair<std::string, catalog::TagNode>> withPaths(
    const std::vector<catalog::TagNode>& tags) {
  std::map<catalog::TagId, std::string> paths;
  std::vector<std::pair<std::string, catalog::TagNode>> all;
  for (const auto& tag : tags) {
    auto& path = paths[tag.id];
    path = tag.parent ? paths[*tag.parent] + "/" + tag.name : tag.name;
    all.emplace_back(path, tag);
  }
  return all;
}

/// By its path, or by its name when only one bears it.
Result<catalog::TagId> find(catalog::Catalog& catalog, const std::string& path) {
  CALOTYPE_TRY(const auto tags, catalog.tags());
  const auto wanted = catalog::tagKey(path);
  std::vector<catalog::TagId> byName;
  for (const auto& [whole, tag] : withPaths(tags)) {
    if (catalog::tagKey(whole) == wanted) return tag.id;
    if (catalog::tagKey(tag.name) == wanted) byName.push_back(tag.id);
  }
  if (byName.size() == 1) return byName.front();
  return fail(Code::NotFound,
              (byName.empty() ? "There is no tag \"" : "There are several tags \"") + path +
                  "\". List them with: calotype-cli tags list");
}

int list(const Common& common) {
  const auto catalog = openToRead(common, {});
  if (!catalog) return reportUnopened(catalog.error());
  const auto tags = (*catalog)->tags();
  if (!tags) return report(tags.error());
  for (const auto& [path, tag] : withPaths(*tags)) {
    if (common.json)
      std::printf(
          "%s\n",
          nlohmann::ordered_json{{"tag", path}, {"photos", tag.photos}, {"proposed", tag.proposed}}
              .dump()
              .c_str());
    else
      std::printf(
          "%6lld  %s%s\n", static_cast<long long>(tag.photos), path.c_str(),
          tag.proposed > 0 ? (" (" + std::to_string(tag.proposed) + " proposed)").c_str() : "");
  }
  return tags->empty() ? NothingFound : Done;
}

template <class MakeEdit>
int change(const Common& common, MakeEdit makeEdit) {
  const auto catalog = openToChange(common, {});
  if (!catalog) return reportUnopened(catalog.error());
  auto action = makeEdit(**catalog);
  if (!action) return report(action.error());
  const auto done = (*catalog)->edit({std::move(*action), {}});
  if (!done) return report(done.error());
  if (!common.quiet && !common.json)
    std::fprintf(stderr, "calotype-cli: Done: %s. Take it back with: calotype-cli undo\n",
                 describe(done->name).c_str());
  return Done;
}

using catalog::Catalog;
using catalog::EditAction;

}  // namespace

Run setUpTags(CLI::App& parser) {
  const auto options = std::make_shared<Options>();
  parser.require_subcommand(1);
  auto* const listing = parser.add_subcommand("list", "All tags, with how many photos bear them");
  auto* const rename = parser.add_subcommand("rename", "Give a tag another name");
  rename->add_option("TAG", options->first, "Its name, or path with /")->required();
  rename->add_option("NAME", options->second, "The new name")->required();
  auto* const merge = parser.add_subcommand("merge", "Put a tag's photos into another, and end it");
  merge->add_option("TAG", options->first, "The one that goes")->required();
  merge->add_option("INTO", options->second, "The one that stays")->required();
  auto* const remove = parser.add_subcommand("delete", "Take a tag from all photos, and end it");
  remove->add_option("TAG", options->first, "Its name, or path with /")->required();
  return [=](const Common& common) {
    if (listing->parsed()) return list(common);
    if (rename->parsed())
      return change(common, [&](Catalog& catalog) -> Result<EditAction> {
        CALOTYPE_TRY(const auto tag, find(catalog, options->first));
        return catalog::RenameTag{tag, options->second};
      });
    if (merge->parsed())
      return change(common, [&](Catalog& catalog) -> Result<EditAction> {
        CALOTYPE_TRY(const auto from, find(catalog, options->first));
        CALOTYPE_TRY(const auto into, find(catalog, options->second));
        return catalog::MergeTags{from, into};
      });
    return change(common, [&](Catalog& catalog) -> Result<EditAction> {
      CALOTYPE_TRY(const auto tag, find(catalog, options->first));
      return catalog::DeleteTag{tag};
    });
  };
}

}  // namespace calotype::cli
