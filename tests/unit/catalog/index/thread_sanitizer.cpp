// SPDX-License-Identifier: GPL-3.0-or-later
// hnswlib takes its thousands of locks in changing order, which is harmless where only one thread
// inserts, as the locks of VectorIndex see to. Of ThreadSanitizer's checks only that of the order
// is off; races are reported.
extern "C" const char* __tsan_default_options();
extern "C" __attribute__((visibility("default"))) const char* __tsan_default_options() {
  return "detect_deadlocks=0";
}
