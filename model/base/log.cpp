// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/log.h"

#include <spdlog/sinks/dist_sink.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>

#include <mutex>
#include <string>

namespace calotype {

namespace {

const std::shared_ptr<spdlog::sinks::dist_sink_mt>& sinks() {
  static const auto shared = std::make_shared<spdlog::sinks::dist_sink_mt>();
  return shared;
}

}  // namespace

spdlog::logger& logFor(std::string_view module) {
  static std::mutex mutex;
  const std::scoped_lock lock(mutex);
  const std::string name(module);
  auto logger = spdlog::get(name);
  if (!logger) {
    logger = std::make_shared<spdlog::logger>(name, sinks());
    logger->set_level(spdlog::level::debug);
    logger->flush_on(spdlog::level::warn);
    spdlog::register_logger(logger);
  }
  return *logger;
}

void startLog(const fs::path& folder, bool verbose) {
  static constexpr std::size_t kFileBytes = 2 * 1024 * 1024;
  static constexpr std::size_t kFiles = 3;
  auto terminal = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  terminal->set_level(verbose ? spdlog::level::debug : spdlog::level::err);
  terminal->set_pattern("%v");
  sinks()->add_sink(terminal);
  if (!createPrivateFolder(folder)) return;
  try {
    const auto previous = ::umask(0077);
    auto file = std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
        (folder / "calotype.log").string(), kFileBytes, kFiles);
    ::umask(previous);
    file->set_level(verbose ? spdlog::level::debug : spdlog::level::info);
    sinks()->add_sink(file);
  } catch (const spdlog::spdlog_ex&) {
    logFor("log").warn("no log file can be written; going on without one");
  }
}

}  // namespace calotype
