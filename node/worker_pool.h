// Threads that share the work of one list: signature checks of a batch.
#pragma once

#include <functional>
#include <memory>

namespace freehold::node {

class WorkerPool {
 public:
  // The calling thread of run() works too, so `threads` - 1 are started.
  explicit WorkerPool(unsigned threads);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Calls work(i) once for each i below `count`, several at a time, and returns when all are done.
  // Any thread; callers at the same time share the threads.
  void run(size_t count, const std::function<void(size_t)>& work);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace freehold::node
