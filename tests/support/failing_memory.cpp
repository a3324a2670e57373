// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/failing_memory.h"

#include <libxml/xmlmemory.h>

#include <cstdlib>
#include <cstring>
#include <new>

namespace {

thread_local long allocations = 0;
thread_local long failing = 0;

bool fails() {
  return ++allocations == failing;
}

void* take(std::size_t bytes) {
  void* const memory = fails() ? nullptr : std::malloc(bytes == 0 ? 1 : bytes);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

void* xmlTake(std::size_t bytes) {
  return fails() ? nullptr : std::malloc(bytes);
}

void* xmlTakeAgain(void* memory, std::size_t bytes) {
  return fails() ? nullptr : std::realloc(memory, bytes);
}

char* xmlCopy(const char* text) {
  return fails() ? nullptr : ::strdup(text);
}

const int kXmlReady = xmlMemSetup(std::free, xmlTake, xmlTakeAgain, xmlCopy);

}  // namespace

void* operator new(std::size_t bytes) {
  return take(bytes);
}
void* operator new[](std::size_t bytes) {
  return take(bytes);
}
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept {
  return fails() ? nullptr : std::malloc(bytes == 0 ? 1 : bytes);
}
void* operator new[](std::size_t bytes, const std::nothrow_t&) noexcept {
  return fails() ? nullptr : std::malloc(bytes == 0 ? 1 : bytes);
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete[](void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace calotype::test {

void failAllocation(long n) {
  allocations = 0;
  failing = n;
}

long stopFailing() {
  const long count = kXmlReady == 0 ? allocations : 0;
  allocations = failing = 0;
  return count;
}

}  // namespace calotype::test
