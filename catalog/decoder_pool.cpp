// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decoder_pool.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <thread>
#include <vector>

#include "catalog/decoder_process.h"
#include "catalog/protocol.h"
#include "model/base/log.h"

namespace calotype::catalog {

namespace {

using Clock = std::chrono::steady_clock;

int processCount(int wanted) {
  if (wanted > 0) return wanted;
  return std::max(1, int(std::thread::hardware_concurrency()) - 1);
}

/// One place for a process; used by one thread at a time.
struct Seat {
  DecoderProcess process;
  int served = 0;
  bool taken = false;
};

/// A descriptor that becomes readable when a stop is asked for, so that poll can wait for both.
class StopSignal {
 public:
  explicit StopSignal(const std::stop_token& stop)
      : event_(::eventfd(0, EFD_CLOEXEC)), callback_(stop, Ring{event_.get()}) {}
  int descriptor() const { return event_.get(); }

 private:
  struct Ring {
    int event;
    void operator()() const { ::eventfd_write(event, 1); }
  };
  Descriptor event_;
  std::stop_callback<Ring> callback_;
};

tl::unexpected<Error> cancelled() {
  return fail(Code::Cancelled, "Reading the photo was stopped.");
}

/// True when the socket has something to read before the deadline; else why not.
Status waitForAnswer(int socket, const StopSignal& stop, Clock::time_point deadline, int seconds) {
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    pollfd sources[2] = {{socket, POLLIN, 0}, {stop.descriptor(), POLLIN, 0}};
    const int ready = ::poll(sources, 2, int(std::clamp<long>(left, 0, 1'000'000'000)));
    if (ready < 0 && errno != EINTR)
      return fail(Code::Io, std::string("Waiting for the decoder failed: ") + std::strerror(errno));
    if (ready > 0 && sources[1].revents != 0) return cancelled();
    if (ready > 0 && sources[0].revents != 0) return {};
    if (ready == 0)
      return fail(Code::TimedOut,
                  fmt::format("Decoding the picture took longer than {} seconds and was given up; "
                              "it may be damaged or made to keep programs busy.",
                              seconds));
  }
}

/// A failure of the process, not an answer of it.
bool isWorthAnotherProcess(const Error& error) {
  return error.code == Code::Crashed || error.code == Code::TimedOut;
}

}  // namespace

struct DecoderPool::State {
  explicit State(DecoderPoolOptions given)
      : options(std::move(given)),
        starter(options.program),
        seats(std::size_t(processCount(options.processes))) {}

  /// The index of a free seat; waits for one, urgent callers first. Empty: stopped.
  std::optional<std::size_t> takeSeat(const std::stop_token& stop, bool urgent) {
    std::unique_lock lock(mutex);
    urgentWaiting += urgent ? 1 : 0;
    const bool got = changed.wait(
        lock, stop, [&] { return freeSeat() < seats.size() && (urgent || urgentWaiting == 0); });
    urgentWaiting -= urgent ? 1 : 0;
    const auto seat = freeSeat();
    if (!got || stop.stop_requested()) {
      changed.notify_all();
      return std::nullopt;
    }
    seats[seat].taken = true;
    changed.notify_all();
    return seat;
  }

  void leaveSeat(std::size_t seat) {
    const std::scoped_lock lock(mutex);
    seats[seat].taken = false;
    changed.notify_all();
  }

  std::size_t freeSeat() const {  // under the lock
    return std::size_t(
        std::find_if(seats.begin(), seats.end(), [](const Seat& seat) { return !seat.taken; }) -
        seats.begin());
  }

  Result<Decoded> decodeOnce(Seat& seat, int descriptor, const DecodeRequest& request,
                             const std::stop_token& stop);
  Result<Decoded> exchange(Seat& seat, int descriptor, const DecodeRequest& request,
                           const StopSignal& stop);
  Error died(Seat& seat);

  const DecoderPoolOptions options;
  DecoderStarter starter;
  std::vector<Seat> seats;
  std::mutex mutex;
  std::condition_variable_any changed;
  int urgentWaiting = 0;
  std::atomic<std::uint64_t> lastRequest = 0;
};

Error DecoderPool::State::died(Seat& seat) {
  const int signal = seat.process.end();
  logFor("catalog.decode").warn("a decoder process ended over a photo (signal {})", signal);
  return {Code::Crashed,
          fmt::format("The decoder broke down over this picture ({}); it is probably "
                      "damaged.",
                      signal > 0 ? fmt::format("signal {}", signal) : "no answer")};
}

/// Sends the request and takes the answer. Crashed, TimedOut, Cancelled: the process is of no more
/// use; every other error is the decoder's own word on the photo.
Result<Decoded> DecoderPool::State::exchange(Seat& seat, int descriptor,
                                             const DecodeRequest& request, const StopSignal& stop) {
  const protocol::Request numbered{++lastRequest, request};
  Descriptor words;
  if (request.words) {
    CALOTYPE_TRY(words, protocol::memoryFile(protocol::encodeWords(*request.words)));
  }
  const std::array handed{descriptor, words.get()};
  if (!protocol::send(seat.process.socket(), protocol::encodeRequest(numbered),
                      std::span(handed).first(words ? 2 : 1)))
    return tl::make_unexpected(died(seat));
  const auto deadline = Clock::now() + std::chrono::seconds(options.secondsPerPhoto);
  CALOTYPE_CHECK(waitForAnswer(seat.process.socket(), stop, deadline, options.secondsPerPhoto));
  auto message = protocol::receive(seat.process.socket());
  if (!message || message->bytes.empty()) return tl::make_unexpected(died(seat));
  const auto lied = [](const Error& error) { return fail(Code::Crashed, error.message); };
  auto header = protocol::parseReply(message->bytes, numbered);
  if (!header) return lied(header.error());
  if (header->retire) seat.served = options.photosPerProcess;
  if (header->error) return tl::make_unexpected(*header->error);
  auto decoded = protocol::readPayload(message->descriptors[0].get(), *header);
  if (!decoded) return lied(decoded.error());
  return decoded;
}

Result<Decoded> DecoderPool::State::decodeOnce(Seat& seat, int descriptor,
                                               const DecodeRequest& request,
                                               const std::stop_token& stop) {
  if (seat.served >= options.photosPerProcess) seat.process.end();
  if (!seat.process) {
    CALOTYPE_TRY(seat.process, starter.start());
    seat.served = 0;
  }
  ++seat.served;
  auto decoded = exchange(seat, descriptor, request, StopSignal(stop));
  if (!decoded &&
      (isWorthAnotherProcess(decoded.error()) || decoded.error().code == Code::Cancelled))
    seat.process.end();
  return decoded;
}

DecoderPool::DecoderPool(DecoderPoolOptions options)
    : state_(std::make_unique<State>(std::move(options))) {}

DecoderPool::~DecoderPool() = default;

Result<Decoded> DecoderPool::decode(int descriptor, const DecodeRequest& request,
                                    std::stop_token stop, bool urgent) {
  const auto index = state_->takeSeat(stop, urgent);
  if (!index) return cancelled();
  auto& seat = state_->seats[*index];
  auto decoded = state_->decodeOnce(seat, descriptor, request, stop);
  if (!decoded && isWorthAnotherProcess(decoded.error()))
    decoded = state_->decodeOnce(seat, descriptor, request, stop);
  state_->leaveSeat(*index);
  return decoded;
}

Result<std::string> DecoderPool::version() const {
  return versionOfDecoder(state_->options.program);
}

int DecoderPool::processes() const {
  return int(state_->seats.size());
}

}  // namespace calotype::catalog
