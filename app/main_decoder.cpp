// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "catalog/decode/metadata.h"
#include "catalog/decode/sandbox.h"
#include "catalog/decode/versions.h"
#include "catalog/decode/worker.h"
#include "catalog/protocol.h"

/// The process that reads photos for the others. Not for people: it is started by DecoderPool with
/// a socket in place.
int main(int argc, char** argv) {
  if (argc == 2 && std::strcmp(argv[1], "--version") == 0) {
    std::puts(calotype::catalog::decoderVersions().c_str());
    return EXIT_SUCCESS;
  }
  if (argc == 2 && std::strcmp(argv[1], "--confinement") == 0) {
    const auto confinement = calotype::catalog::confineProcess();
    std::printf("%s%s%s\n", confinement.systemCalls ? "seccomp" : "",
                confinement.systemCalls && confinement.files ? " and " : "",
                confinement.files ? "Landlock" : "");
    std::fflush(stdout);
    return EXIT_SUCCESS;
  }
  if (argc != 2 || std::strcmp(argv[1], "--serve") != 0) {
    std::fputs("calotype-decoder is started by calotype and calotype-cli, not by hand.\n", stderr);
    return EXIT_FAILURE;
  }
  calotype::catalog::prepareMetadata();
  const auto memory = calotype::catalog::openMemoryCount();
  calotype::catalog::confineProcess();
  return calotype::catalog::serveRequests(calotype::catalog::protocol::kDecoderSocket,
                                          memory.get());
}
