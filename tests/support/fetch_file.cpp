// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <string>
#include <thread>

#include "model/install/download.h"

namespace {

std::stop_source stopping;

void stopOnSignal(int) {
  stopping.request_stop();
}

calotype::Sha256 hashOf(const std::string& hex) {
  calotype::Sha256 hash{};
  for (std::size_t i = 0; i < hash.size() && 2 * i + 1 < hex.size(); ++i)
    hash[i] = std::uint8_t(std::stoul(hex.substr(2 * i, 2), nullptr, 16));
  return hash;
}

}  // namespace

/// fetch-file FILE BYTES SHA256 ADDRESS…: one download as installing a model does it, less patient.
/// Prints the code's name and the sentence; "done" when the file is there.
int main(int argc, char** argv) {
  calotype::model::Download request;
  std::string hash, file;
  int idleSeconds = 1, retries = 2, pauseMs = 20;
  CLI::App parser("One download");
  parser.add_option("file", file)->required();
  parser.add_option("bytes", request.bytes)->required();
  parser.add_option("sha256", hash)->required();
  parser.add_option("address", request.addresses)->required();
  parser.add_option("--idle", idleSeconds);
  parser.add_option("--retries", retries);
  CLI11_PARSE(parser, argc, argv);
  request.file = file;
  request.sha256 = hashOf(hash);
  request.patience = {std::chrono::seconds(idleSeconds), retries,
                      std::chrono::milliseconds(pauseMs)};
  std::signal(SIGINT, stopOnSignal);
  const auto done = calotype::model::download(
      request,
      [](const calotype::model::DownloadProgress& now) {
        std::fprintf(stderr, "%llu\n", static_cast<unsigned long long>(now.done));
      },
      stopping.get_token());
  if (done)
    std::printf("done\n");
  else
    std::printf("%s %s\n", calotype::codeName(done.error().code), done.error().message.c_str());
  return done ? 0 : 1;
}
