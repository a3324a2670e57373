// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/failure_store.h"

namespace calotype::catalog {

const char* stepName(Step step) {
  switch (step) {
    case Step::Open:
      return "open";
    case Step::Decode:
      return "decode";
    case Step::Encode:
      return "encode";
  }
  return "open";
}

std::int64_t retryAt(Code code, int attempts, std::int64_t nowMs) {
  constexpr int kMaxDeaths = 2;
  switch (code) {
    case Code::Corrupt:
    case Code::Unsupported:
    case Code::TooLarge:
    case Code::InvalidArgument:
      return kNever;
    case Code::Crashed:
    case Code::TimedOut:
      return attempts >= kMaxDeaths ? kNever : nowMs + 1;
    default:
      return nowMs + 1;
  }
}

Status FailureStore::record(WriteToken& token, FileId file, Step step, const Error& error,
                            std::int64_t nowMs) {
  const Database& database = token.database();
  CALOTYPE_TRY(const auto before,
               database.value("SELECT attempts FROM failure WHERE file_id = ?1 AND step = ?2", file,
                              stepName(step)));
  const int attempts = int(before.value_or(0)) + 1;
  CALOTYPE_CHECK(database.run(
      "INSERT INTO failure (file_id, step, code, message, attempts, not_before_ms)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (file_id, step) DO UPDATE SET"
      " code = excluded.code, message = excluded.message, attempts = excluded.attempts,"
      " not_before_ms = excluded.not_before_ms",
      file, stepName(step), codeName(error.code), error.message, attempts,
      retryAt(error.code, attempts, nowMs)));
  if (step == Step::Encode) return {};
  return database.run("UPDATE file SET state = 'unreadable' WHERE id = ?1 AND needs_read = 1",
                      file);
}

Status FailureStore::clear(WriteToken& token, FileId file) {
  return token.database().run("DELETE FROM failure WHERE file_id = ?1", file);
}

Status FailureStore::clear(WriteToken& token, FileId file, Step step) {
  return token.database().run("DELETE FROM failure WHERE file_id = ?1 AND step = ?2", file,
                              stepName(step));
}

Status FailureStore::retryAll(WriteToken& token) {
  return token.database().run("UPDATE failure SET attempts = 0, not_before_ms = 0");
}

Result<std::vector<Failure>> FailureStore::all() const {
  CALOTYPE_TRY(auto rows,
               database_.query("SELECT file.id, root.path, file.path, step, code, message, attempts"
                               " FROM failure JOIN file ON file.id = file_id"
                               " JOIN root ON root.id = root_id WHERE state <> 'missing'"
                               " ORDER BY root.path, file.path, step"));
  std::vector<Failure> failures;
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) return failures;
    failures.push_back({rows.id<FileId>(0), fs::path(rows.bytes(1)) / rows.bytes(2),
                        std::string(rows.text(3)), std::string(rows.text(4)),
                        std::string(rows.text(5)), int(rows.integer(6))});
  }
}

}  // namespace calotype::catalog
