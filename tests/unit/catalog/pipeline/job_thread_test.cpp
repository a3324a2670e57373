// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/job_thread.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <future>
#include <memory>
#include <string>

namespace calotype::catalog {
namespace {

/// A thread whose first job holds it up until `go`, so that the others wait in line.
struct HeldThread {
  HeldThread(JobThread::Order order, std::size_t bound)
      : thread(std::make_unique<JobThread>(order, bound)) {
    std::promise<void> begun;
    thread->post([&, released = go.get_future().share()](std::stop_token) {
      begun.set_value();
      released.wait();
    });
    begun.get_future().wait();
  }
  void post(char name, std::int64_t key = 0) {
    thread->post(
        [this, name](std::stop_token stop) {
          log += stop.stop_requested() ? char(name - 'a' + 'A') : name;
        },
        key);
  }
  /// What ran, in order; dropped jobs in capitals.
  std::string finish() {
    std::promise<void> last;
    thread->post([&](std::stop_token) { last.set_value(); });
    go.set_value();
    last.get_future().wait();
    thread.reset();
    return log;
  }

  std::promise<void> go;
  std::string log;
  std::unique_ptr<JobThread> thread;
};

TEST(JobThreadTest, OldestFirstKeepsTheOrder) {
  HeldThread held(JobThread::Order::OldestFirst, 9);
  for (const char name : {'a', 'b', 'c'}) held.post(name);
  EXPECT_EQ(held.finish(), "abc");
}

TEST(JobThreadTest, NewestFirstAndEveryJobRunsOnce) {
  HeldThread held(JobThread::Order::NewestFirst, 9);
  for (const char name : {'a', 'b', 'c'}) held.post(name);
  held.go.set_value();
  held.thread.reset();  // what did not get its turn is dropped, not lost
  std::string seen = held.log;
  for (auto& name : seen) name = char(std::tolower(name));
  std::sort(seen.begin(), seen.end());
  EXPECT_EQ(seen, "abc");
}

TEST(JobThreadTest, DroppedJobsAreCalledWithAStoppedToken) {
  HeldThread held(JobThread::Order::OldestFirst, 9);
  held.post('a', 1);
  held.post('b', 2);
  held.post('c', 1);
  held.thread->drop(1);
  EXPECT_EQ(held.finish(), "ACb");
}

TEST(JobThreadTest, BeyondTheBoundTheOldestAreDropped) {
  HeldThread held(JobThread::Order::OldestFirst, 3);
  for (const char name : {'a', 'b', 'c'}) held.post(name);
  EXPECT_EQ(held.finish(), "Abc");  // the last job of finish() is the fourth
}

}  // namespace
}  // namespace calotype::catalog
