/** One record in memory (layout in adapter/record/layout.ts), for a record that travels and is not written to a trace file. */
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

#include "record/layout.gen.h"

namespace syscall_trace {

class RecordBuilder {
 public:
  /** Begins with `fixed`, whose size and type are filled in. T is a struct of the layout that begins with a RecordHeader. */
  template <class T>
  RecordBuilder(const T& fixed, layout::RecordType type) : bytes_(sizeof fixed) {
    std::memcpy(bytes_.data(), &fixed, sizeof fixed);
    header()->type = type;
  }

  void addBlob(uint64_t address, layout::BlobKind kind, std::span<const uint8_t> data, layout::BlobStatus status = layout::kBlobStatusOk) {
    const layout::BlobHeader blob{.addr = address, .length = static_cast<uint32_t>(data.size()), .kind = kind, .status = status, .reserved = 0};
    const auto* head = reinterpret_cast<const uint8_t*>(&blob);
    bytes_.insert(bytes_.end(), head, head + sizeof blob);
    bytes_.insert(bytes_.end(), data.begin(), data.end());
    bytes_.resize((bytes_.size() + 7) / 8 * 8);
  }

  void addText(layout::BlobKind kind, std::string_view text) { addBlob(0, kind, {reinterpret_cast<const uint8_t*>(text.data()), text.size()}); }

  std::vector<uint8_t> finish() && {
    header()->size = static_cast<uint32_t>(bytes_.size());
    return std::move(bytes_);
  }

 private:
  layout::RecordHeader* header() { return reinterpret_cast<layout::RecordHeader*>(bytes_.data()); }

  std::vector<uint8_t> bytes_;
};

}  // namespace syscall_trace
