// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/salvage.h"

#include <fmt/format.h>

#include <array>
#include <utility>
#include <vector>

#include "catalog/store/catalog_file.h"
#include "catalog/store/copy.h"
#include "catalog/store/migration.h"
#include "catalog/store/text_index.h"
#include "catalog/store/writer.h"

namespace calotype::catalog {

namespace {

/// Every probe of a damaged stretch costs one walk down the tree.
constexpr int kMostProbes = 100'000;
constexpr int kHighestPower = 32;  // ids count up from 1
constexpr std::int64_t kLargestRow = std::int64_t(1) << (kHighestPower + 1);

struct Table {
  std::string name, columns, placeholders;
  int columnCount = 0;
  std::string order;  // the columns of the key; "rowid" where the table has one
  bool hasRowid = true;
};

class TableCopy {
 public:
  TableCopy(const Database& from, const Database& to, Table table, Salvaged& salvaged)
      : from_(from), to_(to), table_(std::move(table)), salvaged_(salvaged) {}

  Status run() { return table_.hasRowid ? byRowid() : fromBothEnds(); }

 private:
  std::string select(const std::string& rest) const {
    // One column more than are written: the row's number, or nothing of use.
    return "SELECT " + table_.columns + (table_.hasRowid ? ", rowid" : ", 0") + " FROM " +
           table_.name + rest;
  }

  /// Copies rows until the statement ends (true) or breaks off in damage (false). `last` is the
  /// number of the last one.
  Result<bool> copy(Result<Statement> rows, std::int64_t& last) {
    if (!rows) return damage(rows.error());
    CALOTYPE_TRY(auto insert,
                 to_.prepare("INSERT OR IGNORE INTO " + table_.name + " (" + table_.columns +
                             ") VALUES (" + table_.placeholders + ")"));
    while (true) {
      const auto row = rows->step();
      if (!row) return damage(row.error());
      if (!*row) return true;
      last = rows->integer(table_.columnCount);
      // A value that breaks a rule of its table is damage too.
      if (auto kept = insert.bindRow(*rows, table_.columnCount).run(); !kept) {
        if (kept.error().code != Code::Internal && kept.error().code != Code::Corrupt)
          return tl::make_unexpected(kept.error());
        salvaged_.whole = false;
        continue;
      }
      salvaged_.rows[table_.name] += to_.changedRows();
    }
  }

  /// False for damage; an error that has to do with the machine stops all.
  Result<bool> damage(const Error& error) {
    salvaged_.whole = false;
    if (error.code == Code::NoSpace || error.code == Code::OutOfMemory ||
        error.code == Code::Cancelled)
      return tl::make_unexpected(error);
    return false;
  }

  Status fromBothEnds() {
    std::int64_t last = 0;
    CALOTYPE_TRY(const bool whole, copy(from_.query(select(" ORDER BY " + table_.order)), last));
    if (whole) return {};
    std::string backwards = " ORDER BY ";
    for (const char letter : table_.order)
      backwards += letter == ',' ? std::string(" DESC,") : std::string(1, letter);
    CALOTYPE_TRY(const bool rest, copy(from_.query(select(backwards + " DESC")), last));
    (void)rest;  // what lies between stays lost
    return {};
  }

  Result<bool> copyUpwards(std::int64_t from, std::int64_t& last) {
    return copy(from_.query(select(" WHERE rowid >= ?1 ORDER BY rowid"), from), last);
  }
  Status copyDownwards(std::int64_t from, std::int64_t above) {
    std::int64_t last = from;
    CALOTYPE_TRY(const bool whole,
                 copy(from_.query(select(" WHERE rowid <= ?1 AND rowid > ?2 ORDER BY rowid DESC"),
                                  from, above),
                      last));
    (void)whole;  // what lies between stays lost
    return {};
  }

  /// Upwards to a bad page, over it in growing steps until there are rows again, back down to it,
  /// and on from there.
  Status byRowid() {
    std::int64_t last = 0;
    CALOTYPE_TRY(bool whole, copyUpwards(0, last));
    for (int probe = 0; !whole && probe < kMostProbes;) {
      const std::int64_t broken = last;
      bool gained = false;
      for (int power = 0; power <= kHighestPower && !gained && !whole; ++power, ++probe) {
        const std::int64_t from = broken + (std::int64_t(1) << power);
        last = -1;
        CALOTYPE_TRY(whole, copyUpwards(from, last));
        gained = last >= 0;
        if (gained || whole) CALOTYPE_CHECK(copyDownwards(from - 1, broken));
      }
      if (!gained && !whole) return copyDownwards(kLargestRow, broken);
    }
    return {};
  }

  const Database& from_;
  const Database& to_;
  Table table_;
  Salvaged& salvaged_;
};

/// The tables of a catalog without those that are made from others.
Result<std::vector<Table>> tablesOf(const Database& fresh) {
  CALOTYPE_TRY(auto names,
               fresh.query("SELECT name, wr FROM pragma_table_list WHERE schema = 'main'"
                           " AND type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"));
  std::vector<Table> tables;
  while (true) {
    CALOTYPE_TRY(const bool row, names.step());
    if (!row) return tables;
    Table table;
    table.name = names.text(0);
    table.hasRowid = names.integer(1) == 0;
    CALOTYPE_TRY(
        auto columns,
        fresh.query("SELECT name, pk FROM pragma_table_info(?1) ORDER BY cid", table.name));
    while (true) {
      CALOTYPE_TRY(const bool column, columns.step());
      if (!column) break;
      const char* const comma = table.columnCount == 0 ? "" : ", ";
      table.columns += comma + std::string(columns.text(0));
      table.placeholders += comma + std::string("?") + std::to_string(++table.columnCount);
      if (columns.integer(1) > 0)
        table.order += (table.order.empty() ? "" : ", ") + std::string(columns.text(0));
    }
    tables.push_back(std::move(table));
  }
}

/// What pointed to rows that are lost. A file whose photo is lost is read again.
constexpr std::array kMends = {
    "UPDATE file SET photo_id = NULL, needs_read = 1 WHERE photo_id NOT IN (SELECT id FROM photo)",
    "UPDATE album SET cover_id = NULL WHERE cover_id NOT IN (SELECT id FROM photo)",
    "UPDATE OR IGNORE tag SET parent_id = NULL WHERE parent_id NOT IN (SELECT id FROM tag)",
    "UPDATE photo_tag SET model_id = NULL WHERE model_id NOT IN (SELECT id FROM model)",
};

/// Rows that still point nowhere go, until none does: one that goes may have been pointed to.
Status dropDangling(const Database& fresh, Salvaged& salvaged) {
  for (const char* const mend : kMends) CALOTYPE_CHECK(fresh.run(mend));
  constexpr int kMostRounds = 8;
  for (int round = 0; round < kMostRounds; ++round) {
    CALOTYPE_TRY(auto links,
                 fresh.query("SELECT t.name, k.\"from\", k.\"table\", k.\"to\" FROM"
                             " pragma_table_list AS t, pragma_foreign_key_list(t.name) AS k"
                             " WHERE t.schema = 'main' AND t.type = 'table'"));
    std::vector<std::string> deletions;
    while (true) {
      CALOTYPE_TRY(const bool row, links.step());
      if (!row) break;
      const std::string table(links.text(0)), column(links.text(1)), other(links.text(2));
      const std::string key = links.isNull(3) ? "id" : std::string(links.text(3));
      deletions.push_back(
          fmt::format("DELETE FROM {0} WHERE {1} IS NOT NULL AND {1} NOT IN (SELECT {2} FROM {3})",
                      table, column, key, other));
    }
    links.reset();
    std::int64_t gone = 0;
    for (const auto& deletion : deletions) {
      CALOTYPE_CHECK(fresh.run(deletion));
      gone += fresh.changedRows();
    }
    salvaged.dropped += gone;
    if (gone == 0) return {};
  }
  return {};
}

Status mend(const Database& fresh, Salvaged& salvaged) {
  CALOTYPE_CHECK(dropDangling(fresh, salvaged));
  CALOTYPE_CHECK(
      fresh.run("DELETE FROM embedding WHERE length(vector) <>"
                " (SELECT 2 * dims FROM model WHERE model.id = model_id)"));
  CALOTYPE_CHECK(
      fresh.run("UPDATE photo SET files = (SELECT count(*) FROM file"
                " WHERE photo_id = photo.id AND state = 'present')"));
  // Undoing needs every row that an entry is about.
  if (!salvaged.whole || salvaged.dropped > 0) CALOTYPE_CHECK(fresh.run("DELETE FROM journal"));
  return {};
}

/// The writer's thread is needed for this, since it changes rows.
Status writeWordsAnew(const fs::path& path) {
  CALOTYPE_TRY(auto database, Database::open(path, Mode::ReadWrite));
  Writer writer(std::move(database));
  return writer.run([](WriteToken& token) { return TextIndex(token.database()).rebuild(token); });
}

/// Copies tables; gives those that ended in damage.
Result<std::vector<Table>> copyTables(const Database& from, const Database& to,
                                      std::vector<Table> tables, Salvaged& salvaged) {
  std::vector<Table> broken;
  for (auto& table : tables) {
    Salvaged ofTable;
    CALOTYPE_CHECK(TableCopy(from, to, table, ofTable).run());
    salvaged.rows[table.name] += ofTable.rows[table.name];
    if (!ofTable.whole) broken.push_back(std::move(table));
  }
  return broken;
}

/// Rows of the broken tables that a copy still has. One that was deleted since comes back, which is
/// the lesser evil.
Status fillFrom(const fs::path& snapshot, const Database& to, std::vector<Table> broken,
                Salvaged& salvaged) {
  CALOTYPE_TRY(const auto from, Database::probe(snapshot, Mode::ReadOnly));
  CALOTYPE_TRY(const auto theirs, versionOf(from));
  CALOTYPE_TRY(const auto ours, versionOf(to));
  if (theirs != ours) return {};
  Salvaged filled;
  CALOTYPE_TRY(const auto unread, copyTables(from, to, std::move(broken), filled));
  (void)unread;
  for (const auto& [table, rows] : filled.rows) salvaged.fromCopy += rows;
  return {};
}

Result<Salvaged> makeAnew(const Database& from, const fs::path& fresh,
                          const std::optional<fs::path>& snapshot) {
  CALOTYPE_TRY(const auto version, versionOf(from));
  CALOTYPE_TRY(const auto application, from.value("PRAGMA application_id"));
  if (application != kApplicationId || version < 1 || version > schemaVersion())
    return fail(Code::Corrupt, displayPath(from.path()) +
                                   ": it is not a catalog that this program knows, so nothing "
                                   "can be saved of it.");
  CALOTYPE_TRY(const auto to, Database::open(fresh, Mode::ReadWrite));
  CALOTYPE_CHECK(migrate(to, schemaSteps().first(std::size_t(version))));
  CALOTYPE_CHECK(to.run("PRAGMA foreign_keys = OFF"));
  Salvaged salvaged;
  {
    CALOTYPE_TRY(auto transaction, Transaction::begin(to));
    CALOTYPE_CHECK(to.execute("DELETE FROM setting"));
    CALOTYPE_TRY(const auto tables, tablesOf(to));
    CALOTYPE_TRY(auto broken, copyTables(from, to, tables, salvaged));
    salvaged.whole = broken.empty();
    if (snapshot && !broken.empty())
      CALOTYPE_CHECK(fillFrom(*snapshot, to, std::move(broken), salvaged));
    CALOTYPE_CHECK(mend(to, salvaged));
    CALOTYPE_CHECK(to.execute("INSERT OR IGNORE INTO setting VALUES ('min_reader', '1')"));
    CALOTYPE_CHECK(transaction.commit());
  }
  CALOTYPE_CHECK(to.run("PRAGMA foreign_keys = ON"));
  CALOTYPE_CHECK(migrate(to, schemaSteps()));
  CALOTYPE_CHECK(checkAll(to));
  return salvaged;
}

}  // namespace

Result<Salvaged> salvage(const fs::path& damaged, const fs::path& fresh,
                         const std::optional<fs::path>& snapshot) {
  CALOTYPE_TRY(const auto from, Database::probe(damaged, Mode::ReadOnly));
  CALOTYPE_TRY(auto salvaged, makeAnew(from, fresh, snapshot));
  CALOTYPE_CHECK(writeWordsAnew(fresh));
  return salvaged;
}

}  // namespace calotype::catalog
