#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <unordered_map>
#include <utility>

namespace syscall_trace {

struct CacheCounters {
  uint64_t hits = 0;
  uint64_t misses = 0;
  uint64_t evictions = 0;
};

/** Keeps the most recently used values within a number of entries and of bytes. */
template <typename Key, typename Value, typename Hash = std::hash<Key>>
class LruCache {
 public:
  LruCache(size_t maxEntries, size_t maxBytes) : maxEntries_(maxEntries), maxBytes_(maxBytes) {}

  /** Null when it is not there. Valid until the next `put`. */
  Value* get(const Key& key) {
    const auto found = index_.find(key);
    if (found == index_.end()) {
      counters_.misses++;
      return nullptr;
    }
    counters_.hits++;
    entries_.splice(entries_.begin(), entries_, found->second);
    return &found->second->value;
  }

  /** `bytes`: what the value is reckoned to hold. The newest value stays even when it alone is over the limit. */
  Value& put(const Key& key, Value value, size_t bytes) {
    erase(key);
    entries_.push_front({key, std::move(value), bytes});
    index_.emplace(key, entries_.begin());
    bytes_ += bytes;
    while (entries_.size() > 1 && (entries_.size() > maxEntries_ || bytes_ > maxBytes_)) {
      counters_.evictions++;
      const Key oldest = entries_.back().key;
      erase(oldest);
    }
    return entries_.front().value;
  }

  /** `use` of each value, the most recently used first. */
  template <typename Use>
  void forEach(Use use) {
    for (Entry& entry : entries_) use(entry.value);
  }

  size_t size() const { return entries_.size(); }
  size_t bytes() const { return bytes_; }
  const CacheCounters& counters() const { return counters_; }

 private:
  struct Entry {
    Key key;
    Value value;
    size_t bytes;
  };

  void erase(const Key& key) {
    const auto found = index_.find(key);
    if (found == index_.end()) return;
    bytes_ -= found->second->bytes;
    entries_.erase(found->second);
    index_.erase(found);
  }

  size_t maxEntries_;
  size_t maxBytes_;
  size_t bytes_ = 0;
  std::list<Entry> entries_;
  std::unordered_map<Key, typename std::list<Entry>::iterator, Hash> index_;
  CacheCounters counters_;
};

}  // namespace syscall_trace
