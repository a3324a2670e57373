# SPDX-License-Identifier: GPL-3.0-or-later
# More than half of a file's compile time here is reading the same headers again. Each target reads
# them once; the tests of one kind share one reading. Files still include what they use: the build
# without this (the presets release, dev-clang and tsan) shows what is missing.
option(CALOTYPE_PRECOMPILE "Read the large headers once for each target" ON)

set(CALOTYPE_LARGE_HEADERS
  <algorithm> <array> <chrono> <condition_variable> <filesystem> <functional> <map> <memory> <mutex>
  <optional> <random> <set> <span> <stop_token> <string> <string_view> <thread> <unordered_map>
  <utility> <variant> <vector> <tl/expected.hpp>)
set(CALOTYPE_LARGE_QT_HEADERS
  <QApplication> <QHBoxLayout> <QKeyEvent> <QLabel> <QLocale> <QPainter> <QPushButton>
  <QStackedWidget> <QTimer> <QToolButton> <QVBoxLayout> <QWidget>)

# GCC 12 forgets here that a warning of its optimiser is about the standard library's own code, where
# it is wrong (its bugs 105329 and 105651). The release has these warnings.
set(CALOTYPE_PRECOMPILED_OPTIONS
  "$<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds;-Wno-restrict;-Wno-stringop-overflow;-Wno-stringop-overread>")

# calotype_precompile(TARGET HEADER…): beside those that every file of ours needs.
function(calotype_precompile target)
  if(CALOTYPE_PRECOMPILE)
    target_precompile_headers(${target} PRIVATE ${CALOTYPE_LARGE_HEADERS} ${ARGN})
    target_compile_options(${target} PRIVATE ${CALOTYPE_PRECOMPILED_OPTIONS})
  endif()
endfunction()

# calotype_share_precompiled(TARGET OWNER): the same flags, the same headers.
function(calotype_share_precompiled target owner)
  if(CALOTYPE_PRECOMPILE)
    target_precompile_headers(${target} REUSE_FROM ${owner})
    target_compile_options(${target} PRIVATE ${CALOTYPE_PRECOMPILED_OPTIONS})
  endif()
endfunction()
