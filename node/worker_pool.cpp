#include "node/worker_pool.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "common/assert.h"

namespace freehold::node {
namespace {

// Small enough that a slow item does not leave the other threads idle at the end.
constexpr size_t kChunk = 16;

struct Job {
  size_t count;
  const std::function<void(size_t)>* work;
  std::atomic<size_t> next{0};
  std::atomic<size_t> done{0};
  std::mutex mutex;
  std::condition_variable finished;

  // Works until nothing is left to take.
  void work_on() {
    for (;;) {
      size_t begin = next.fetch_add(kChunk);
      if (begin >= count) return;
      size_t end = std::min(begin + kChunk, count);
      for (size_t i = begin; i < end; ++i) (*work)(i);
      if (done.fetch_add(end - begin) + (end - begin) == count) {
        std::lock_guard lock(mutex);
        finished.notify_all();
      }
    }
  }
};

}  // namespace

struct WorkerPool::Impl {
  std::mutex mutex;
  std::condition_variable wake;
  std::deque<std::shared_ptr<Job>> jobs;
  bool stopping = false;
  std::vector<std::thread> threads;

  void serve() {
    std::unique_lock lock(mutex);
    for (;;) {
      wake.wait(lock, [&] { return stopping || !jobs.empty(); });
      if (stopping) return;
      std::shared_ptr<Job> job = jobs.front();
      if (job->next >= job->count) {
        jobs.pop_front();
        continue;
      }
      lock.unlock();
      job->work_on();
      lock.lock();
    }
  }
};

WorkerPool::WorkerPool(unsigned threads) : impl_(std::make_unique<Impl>()) {
  FREEHOLD_ASSERT(threads >= 1);
  for (unsigned i = 1; i < threads; ++i) {
    impl_->threads.emplace_back([this] { impl_->serve(); });
  }
}

WorkerPool::~WorkerPool() {
  {
    std::lock_guard lock(impl_->mutex);
    impl_->stopping = true;
  }
  impl_->wake.notify_all();
  for (std::thread& thread : impl_->threads) thread.join();
}

void WorkerPool::run(size_t count, const std::function<void(size_t)>& work) {
  if (count == 0) return;
  auto job = std::make_shared<Job>();
  job->count = count;
  job->work = &work;
  if (count > kChunk && !impl_->threads.empty()) {
    std::lock_guard lock(impl_->mutex);
    impl_->jobs.push_back(job);
    impl_->wake.notify_all();
  }
  job->work_on();
  std::unique_lock lock(job->mutex);
  job->finished.wait(lock, [&] { return job->done == count; });
}

}  // namespace freehold::node
