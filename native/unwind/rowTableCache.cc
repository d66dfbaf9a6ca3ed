#include "unwind/rowTableCache.h"

#include <pthread.h>
#include <signal.h>

namespace syscall_trace {
namespace {

/** More than so many, or so much memory, and those that nobody uses are given up. */
constexpr size_t kMaxFiles = 512;
constexpr size_t kMaxBytes = size_t{256} << 20;

/** What is at this place of the disk, in this state. */
std::string identityOf(const struct stat& status) {
  std::string key;
  for (const uint64_t part : {static_cast<uint64_t>(status.st_dev), static_cast<uint64_t>(status.st_ino), static_cast<uint64_t>(status.st_size),
                              static_cast<uint64_t>(status.st_mtim.tv_sec), static_cast<uint64_t>(status.st_mtim.tv_nsec),
                              static_cast<uint64_t>(status.st_ctim.tv_sec), static_cast<uint64_t>(status.st_ctim.tv_nsec)}) {
    key.append(reinterpret_cast<const char*>(&part), sizeof part);
  }
  return key;
}

/** A build-id is a promise of whoever linked the file; the sizes notice the ones that are broken by mistake. */
std::string buildKeyOf(const CfiFile& file) {
  std::string key = file.buildId;
  for (const CfiFile::Section& section : file.sections) key += ' ' + std::to_string(section.address) + '+' + std::to_string(section.bytes.size());
  for (const CfiFile::Segment& segment : file.segments) key += ' ' + std::to_string(segment.offset) + '@' + std::to_string(segment.address);
  return key;
}

}  // namespace

std::shared_ptr<RowTableCache> RowTableCache::shared() {
  static std::mutex mutex;
  static std::weak_ptr<RowTableCache> current;
  const std::lock_guard lock(mutex);
  std::shared_ptr<RowTableCache> cache = current.lock();
  if (!cache) current = cache = std::make_shared<RowTableCache>();
  return cache;
}

RowTableCache::~RowTableCache() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    jobs_.clear();
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

std::shared_ptr<const FileRows> RowTableCache::request(UniqueFd fd, const struct stat& status) {
  return enter(identityOf(status), {nullptr, std::move(fd), {}}, false);
}
std::shared_ptr<const FileRows> RowTableCache::request(const std::string& name, std::vector<char> image) {
  return enter(name, {nullptr, UniqueFd(), std::move(image)}, false);
}
std::shared_ptr<const FileRows> RowTableCache::compileNow(UniqueFd fd, const struct stat& status) {
  return enter(identityOf(status), {nullptr, std::move(fd), {}}, true);
}
std::shared_ptr<const FileRows> RowTableCache::compileNow(const std::string& name, std::vector<char> image) {
  return enter(name, {nullptr, UniqueFd(), std::move(image)}, true);
}

std::shared_ptr<const FileRows> RowTableCache::known(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const auto found = files_.find(name);
  return found == files_.end() ? nullptr : found->second;
}

std::shared_ptr<const FileRows> RowTableCache::enter(const std::string& key, Job job, bool now) {
  std::unique_lock lock(mutex_);
  if (const auto found = files_.find(key); found != files_.end()) {
    const std::shared_ptr<FileRows> rows = found->second;
    if (!now || rows->state() != FileRows::State::pending) return rows;
    // The background has it already: as good as doing it here.
    wake_.wait(lock, [&] { return rows->state() != FileRows::State::pending; });
    return rows;
  }
  forgetUnused();
  job.rows = files_[key] = std::make_shared<FileRows>();
  const std::shared_ptr<const FileRows> rows = job.rows;
  if (now) {
    lock.unlock();
    compile(job);
    wake_.notify_all();
    return rows;
  }
  jobs_.push_back(std::move(job));
  if (!thread_.joinable()) {
    // Signals are for the threads that expect them.
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    thread_ = std::thread([this] { work(); });
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
  }
  wake_.notify_all();
  return rows;
}

void RowTableCache::forgetUnused() {
  size_t bytes = 0;
  for (const auto& [key, rows] : files_) bytes += rows->state() == FileRows::State::ready ? rows->table().bytes() : 0;
  if (files_.size() < kMaxFiles && bytes < kMaxBytes) return;
  std::erase_if(files_, [](const auto& entry) { return entry.second.use_count() == 1; });
  std::erase_if(byBuildId_, [](const auto& entry) { return entry.second.expired(); });
}

std::shared_ptr<const RowTable> RowTableCache::tableOf(const CfiFile& file) {
  if (file.buildId.empty()) return RowTable::compile(file);
  const std::string key = buildKeyOf(file);
  {
    const std::lock_guard lock(mutex_);
    if (std::shared_ptr<const RowTable> table = byBuildId_[key].lock()) return table;
  }
  std::shared_ptr<const RowTable> table = RowTable::compile(file);
  const std::lock_guard lock(mutex_);
  byBuildId_[key] = table;
  return table;
}

void RowTableCache::compile(Job& job) {
  const std::optional<CfiFile> file = job.image.empty() ? CfiFile::read(job.fd.get()) : CfiFile::read(job.image);
  if (file) job.rows->table_ = tableOf(*file);
  const FileRows::State state = file ? FileRows::State::ready : FileRows::State::refused;
  const std::lock_guard lock(mutex_);
  job.rows->state_.store(state, std::memory_order_release);
}

void RowTableCache::work() {
  pthread_setname_np(pthread_self(), "trace-unwind");
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return ending_ || !jobs_.empty(); });
    if (ending_) return;
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    compile(job);
    lock.lock();
    wake_.notify_all();
  }
}

}  // namespace syscall_trace
