// SPDX-License-Identifier: GPL-3.0-or-later
#include <system_error>
#include <utility>

#include "catalog/edit/journal.h"
#include "catalog/store/catalog_file.h"
#include "catalog/store/copy.h"
#include "catalog/store/embedding_store.h"
#include "catalog/store/file_store.h"
#include "catalog/upkeep.h"
#include "model/base/hash.h"

namespace calotype::catalog {

namespace {

class Check {
 public:
  Check(const Paths& paths, const CheckRequest& request, std::stop_token stop,
        const std::function<void(const Finding&)>& found)
      : paths_(paths), request_(request), stop_(std::move(stop)), found_(found) {}

  Status run() {
    CALOTYPE_CHECK(catalog());
    copies();
    thumbnails();
    return stop_.stop_requested() ? stopped() : Status();
  }

 private:
  static Status stopped() { return fail(Code::Cancelled, "The check was stopped."); }

  void say(std::string what, const fs::path& path, const Status& status,
           const std::string& message) {
    found_({std::move(what), path, status.has_value(), status ? message : status.error().message});
  }

  Status catalog() {
    const auto path = paths_.database();
    auto examined = examineCatalog(path);
    if (!examined && examined.error().code == Code::NotFound) return examined;
    say("catalog", path, examined, "Its header, tables and pages are sound.");
    if (!examined) return {};
    CALOTYPE_TRY(const auto database, Database::open(path, Mode::ReadOnly));
    const std::stop_callback interrupt(stop_, [&] { database.interrupt(); });
    say("references", path, checkAll(database), "Every row points to a row that is there.");
    vectors(database);
    history(database);
    if (request_.photos) return photos(database);
    return {};
  }

  void vectors(const Database& database) {
    const auto checked = EmbeddingStore(database).check();
    if (!checked)
      return say("vectors", paths_.database(), tl::make_unexpected(checked.error()), {});
    const Finding finding{
        "vectors", paths_.database(), checked->damaged == 0,
        checked->damaged == 0
            ? std::to_string(checked->all) + " vectors, each of its model's length."
            : std::to_string(checked->damaged) + " of " + std::to_string(checked->all) +
                  " vectors are damaged. They are made again when the photos are indexed."};
    found_(finding);
  }

  void history(const Database& database) {
    const auto damaged = Journal(database).damagedEntries();
    if (!damaged)
      return say("history", paths_.database(), tl::make_unexpected(damaged.error()), {});
    found_({"history", paths_.database(), *damaged == 0,
            *damaged == 0 ? "Every change can be taken back."
                          : std::to_string(*damaged) +
                                " changes are damaged and cannot be taken back; what they did "
                                "stands."});
  }

  Status photos(const Database& database) {
    CALOTYPE_TRY(const auto files, FileStore(database).toVerify(request_.part, request_.parts));
    std::int64_t same = 0, away = 0, changed = 0;
    for (const auto& file : files) {
      if (stop_.stop_requested()) return stopped();
      switch (look(file)) {
        case Look::Same:
          ++same;
          break;
        case Look::Away:
          ++away;
          break;
        case Look::Changed:
          ++changed;
          break;
        case Look::Damaged:
          break;
      }
    }
    found_({"photos",
            {},
            true,
            std::to_string(same) + " photos are as they were, " + std::to_string(away) +
                " are not there now, " + std::to_string(changed) +
                " were changed since and wait to be indexed."});
    return {};
  }

  enum class Look { Same, Away, Changed, Damaged };

  Look look(const VerifiableFile& file) {
    const auto opened = openRegularFile(file.path);
    if (!opened) return Look::Away;
    const auto before = statOf(*opened);
    if (!before || !before->sameFile(file.stat)) return Look::Changed;
    const auto content = sha256OfFile(opened->get());
    if (content && *content == file.content) return Look::Same;
    const auto after = statOf(*opened);
    if (content && after && !after->sameFile(file.stat)) return Look::Changed;
    found_({"photo", file.path, false,
            content ? "Its bytes are others than when it was indexed, although its time and size "
                      "are the same: the disk or a program has damaged it. Take the file from "
                      "your backup."
                    : content.error().message});
    return Look::Damaged;
  }

  void copies() {
    for (const auto& snapshot : Snapshots(paths_.snapshots()).all()) {
      if (stop_.stop_requested()) return;
      say("copy", snapshot.path, examineCatalog(snapshot.path),
          "A sound copy of " + displayTime(snapshot.atMs) + ".");
    }
  }

  void thumbnails() {
    const auto path = paths_.thumbnails();
    if (std::error_code ignored; !fs::exists(path, ignored) || stop_.stop_requested()) return;
    const auto database = Database::probe(path, Mode::ReadOnly);
    auto status = database ? checkAll(*database) : Status(tl::make_unexpected(database.error()));
    if (!status)
      status.error().message +=
          ". Thumbnails can be made again: delete the file, or run calotype-cli catalog rebuild.";
    say("thumbnails", path, status, "The thumbnails are sound.");
  }

  const Paths& paths_;
  const CheckRequest& request_;
  std::stop_token stop_;
  const std::function<void(const Finding&)>& found_;
};

}  // namespace

Status checkCatalog(const Paths& paths, const CheckRequest& request, std::stop_token stop,
                    const std::function<void(const Finding&)>& found) {
  return Check(paths, request, std::move(stop), found).run();
}

}  // namespace calotype::catalog
