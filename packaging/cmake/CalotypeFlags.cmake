# SPDX-License-Identifier: GPL-3.0-or-later
# The one place for compiler flags: every target of ours links calotype-flags.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_SKIP_INSTALL_RPATH ON)

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Without this it keeps nothing that was compiled with precompiled headers.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${CCACHE}")
  add_compile_options($<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fpch-preprocess>)
endif()

# The many test programs of a build are linked in less than half the time; what is installed has the
# usual linker.
find_program(LLD ld.lld)
if(LLD AND CMAKE_BUILD_TYPE STREQUAL "Debug")
  add_link_options(-fuse-ld=lld)
endif()

option(CALOTYPE_WARNINGS_AS_ERRORS "Treat warnings as errors (on in presets)" OFF)
set(CALOTYPE_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize takes them: address,undefined or thread")

add_library(calotype-flags INTERFACE)
target_include_directories(calotype-flags INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_options(calotype-flags INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow
                       -Wnon-virtual-dtor $<$<BOOL:${CALOTYPE_WARNINGS_AS_ERRORS}>:-Werror>)
target_compile_definitions(calotype-flags INTERFACE QT_NO_KEYWORDS QT_NO_CAST_FROM_ASCII
                           CALOTYPE_VERSION="${PROJECT_VERSION}")
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_options(calotype-flags INTERFACE -fstack-protector-strong -fstack-clash-protection
                         $<$<CXX_COMPILER_ID:GNU>:-fcf-protection> -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
  target_compile_definitions(calotype-flags INTERFACE _GLIBCXX_ASSERTIONS)
  target_link_options(calotype-flags INTERFACE -Wl,-z,relro -Wl,-z,now)
endif()
if(CALOTYPE_SANITIZE)
  target_compile_options(calotype-flags INTERFACE -fsanitize=${CALOTYPE_SANITIZE}
                         -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(calotype-flags INTERFACE -fsanitize=${CALOTYPE_SANITIZE})
endif()
if(CALOTYPE_FUZZ)
  # Every object is instrumented for coverage; only fuzz targets link libFuzzer's main.
  target_compile_options(calotype-flags INTERFACE -fsanitize=fuzzer-no-link)
  target_link_options(calotype-flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
