# SPDX-License-Identifier: GPL-3.0-or-later
# The build on a machine that has a compiler, CMake and LibTorch, perhaps with CUDA, and else nothing:
# packaging/pack-model puts the sources and the headers of the libraries that are headers alone into
# one folder. No tokenizer, no downloads, no oneDNN.
set(CALOTYPE_HEADERS "${CMAKE_SOURCE_DIR}/headers" CACHE PATH "Where tl, fmt, spdlog, nlohmann, CLI, unicode and xxhash.h lie")
if(NOT EXISTS "${CALOTYPE_HEADERS}/xxhash.h")
  message(FATAL_ERROR "There are no headers in ${CALOTYPE_HEADERS}. Make the folder with packaging/pack-model.")
endif()
find_package(Threads REQUIRED)

add_library(calotype-headers INTERFACE)
target_include_directories(calotype-headers SYSTEM INTERFACE "${CALOTYPE_HEADERS}")
target_compile_definitions(calotype-headers INTERFACE
  CALOTYPE_ONLY_MODEL FMT_HEADER_ONLY SPDLOG_FMT_EXTERNAL XXH_INLINE_ALL)

add_subdirectory(model)
add_subdirectory(tests/benchmarks)
