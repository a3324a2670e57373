# SPDX-License-Identifier: GPL-3.0-or-later
# The build tree has the shape of an installation, so one rule finds everything at run time:
# PREFIX/bin, PREFIX/lib/calotype, PREFIX/libexec/calotype, PREFIX/share/calotype (model/base/install_paths.h).
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CALOTYPE_PLUGIN_DIR "lib/calotype")
set(CALOTYPE_LIBEXEC_DIR "libexec/calotype")
set(CALOTYPE_DATA_DIR "share/calotype")
# Test programs lie one level below the prefix too, so that they find the same files.
set(CALOTYPE_TEST_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin-tests")
