#pragma once
// Row tables by file, for all tasks, processes and sessions: each file is compiled once, in a thread of its own.

#include <sys/stat.h>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "record/uniqueFd.h"
#include "unwind/rowTable.h"

namespace syscall_trace {

/** The rows of one file, perhaps still to be compiled. */
class FileRows {
 public:
  enum class State : uint8_t { pending, ready, refused };

  State state() const { return state_.load(std::memory_order_acquire); }
  /** Once it is ready. */
  const RowTable& table() const { return *table_; }

 private:
  friend class RowTableCache;

  std::shared_ptr<const RowTable> table_;
  std::atomic<State> state_{State::pending};
};

class RowTableCache {
 public:
  /** The one of this process, as long as somebody uses it. */
  static std::shared_ptr<RowTableCache> shared();

  RowTableCache() = default;
  ~RowTableCache();
  RowTableCache(const RowTableCache&) = delete;
  RowTableCache& operator=(const RowTableCache&) = delete;

  /** Never waits: a file that is not known is compiled in the background. `status` is of `fd`. */
  std::shared_ptr<const FileRows> request(UniqueFd fd, const struct stat& status);
  /** The same for an ELF image in memory, under a name that says which. */
  std::shared_ptr<const FileRows> request(const std::string& name, std::vector<char> image);
  /** What is known under that name; null when nothing was asked for. */
  std::shared_ptr<const FileRows> known(const std::string& name);

  /** Compiles at once what is not known, in this thread. */
  std::shared_ptr<const FileRows> compileNow(UniqueFd fd, const struct stat& status);
  std::shared_ptr<const FileRows> compileNow(const std::string& name, std::vector<char> image);

 private:
  struct Job {
    std::shared_ptr<FileRows> rows;
    UniqueFd fd;
    std::vector<char> image;
  };

  std::shared_ptr<const FileRows> enter(const std::string& key, Job job, bool now);
  void forgetUnused();
  void compile(Job& job);
  std::shared_ptr<const RowTable> tableOf(const CfiFile& file);
  void work();

  std::mutex mutex_;
  std::condition_variable wake_;
  std::unordered_map<std::string, std::shared_ptr<FileRows>> files_;
  /** Copies of a file in several places (containers) have one build-id. */
  std::unordered_map<std::string, std::weak_ptr<const RowTable>> byBuildId_;
  std::deque<Job> jobs_;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace syscall_trace
