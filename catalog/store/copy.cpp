// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/copy.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace calotype::catalog {

namespace {

tl::unexpected<Error> cannotWrite(const fs::path& path, int reason) {
  return fail(codeOfErrno(reason), displayPath(path) + ": the copy of the catalog cannot be " +
                                       "written: " + std::generic_category().message(reason));
}

/// The name under which a copy is made; the file goes unless it was given its final name.
class Unfinished {
 public:
  static Result<Unfinished> create(const fs::path& final) {
    Unfinished unfinished(final);
    ::unlink(unfinished.path_.c_str());
    // SQLite would create it with the rights that the umask leaves; it takes an empty file too.
    const Descriptor file(::open(unfinished.path_.c_str(),
                                 O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file) return cannotWrite(final, errno);
    return unfinished;
  }
  Unfinished(Unfinished&& other) noexcept
      : final_(std::move(other.final_)), path_(std::exchange(other.path_, {})) {}
  Unfinished& operator=(Unfinished&&) = delete;
  ~Unfinished() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }

  const fs::path& path() const { return path_; }

  Status finish() {
    const Descriptor file(::open(path_.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file || ::fsync(file.get()) != 0 || ::rename(path_.c_str(), final_.c_str()) != 0)
      return cannotWrite(final_, errno);
    path_.clear();
    const Descriptor folder(
        ::open(final_.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder || ::fsync(folder.get()) != 0) return cannotWrite(final_, errno);
    return {};
  }

 private:
  explicit Unfinished(const fs::path& final) : final_(final), path_(final.native() + ".part") {}

  fs::path final_, path_;
};

Status checkFile(const fs::path& path) {
  CALOTYPE_TRY(const auto copy, Database::probe(path, Mode::ReadOnly));
  return checkAll(copy);
}

}  // namespace

Status checkAll(const Database& database) {
  CALOTYPE_TRY(auto pages, database.query("PRAGMA integrity_check(1)"));
  CALOTYPE_TRY(const bool answered, pages.step());
  if (!answered || pages.text(0) != "ok")
    return fail(Code::Corrupt,
                displayPath(database.path()) + ": " +
                    (answered ? displayText(pages.text(0)) : "its pages could not be checked"));
  CALOTYPE_TRY(auto broken, database.query("PRAGMA foreign_key_check"));
  CALOTYPE_TRY(const bool any, broken.step());
  if (!any) return {};
  return fail(Code::Corrupt, displayPath(database.path()) + ": rows of the table " +
                                 displayText(broken.text(0)) + " point to rows that are not there");
}

Status copyCatalog(const Database& from, const fs::path& to) {
  std::error_code ignored;
  if (fs::exists(fs::symlink_status(to, ignored)))
    return fail(Code::InvalidArgument,
                displayPath(to) + " exists already and is left alone. Choose another name.");
  CALOTYPE_TRY(auto unfinished, Unfinished::create(to));
  CALOTYPE_CHECK(from.run("VACUUM INTO ?1", unfinished.path().native()));
  CALOTYPE_CHECK(checkFile(unfinished.path()));
  return unfinished.finish();
}

Status leaveOutVectors(const fs::path& path) {
  CALOTYPE_TRY(const auto whole, Database::probe(path, Mode::ReadOnly));
  CALOTYPE_TRY(const auto any, whole.value("SELECT EXISTS (SELECT 1 FROM embedding)"));
  if (any.value_or(0) == 0) return {};
  CALOTYPE_TRY(auto unfinished, Unfinished::create(path));
  CALOTYPE_CHECK(whole.run("VACUUM INTO ?1", unfinished.path().native()));
  {
    CALOTYPE_TRY(const auto slim, Database::probe(unfinished.path(), Mode::ReadWrite));
    // No journal: the file is not yet anybody's, and goes if this is cut short.
    CALOTYPE_CHECK(slim.run("PRAGMA journal_mode = OFF"));
    CALOTYPE_CHECK(slim.execute("DELETE FROM embedding; VACUUM"));
  }
  CALOTYPE_CHECK(checkFile(unfinished.path()));
  return unfinished.finish();
}

}  // namespace calotype::catalog
