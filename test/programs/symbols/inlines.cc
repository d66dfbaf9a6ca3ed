// Much inlined code for comparing symbolizers: containers, algorithms, lambdas, exceptions.
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <map>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

struct Item {
  std::string name;
  int count = 0;
};

template <int Depth>
struct Nested {
  static int sum(const std::vector<int>& values) { return std::accumulate(values.begin(), values.end(), Depth) + Nested<Depth - 1>::sum(values); }
};
template <>
struct Nested<0> {
  static int sum(const std::vector<int>& values) { return static_cast<int>(values.size()); }
};

class Stock {
 public:
  void add(const std::string& name, int count) {
    if (count < 0) throw std::invalid_argument("count of " + name);
    items_[name].count += count;
    items_[name].name = name;
  }
  std::vector<Item> sorted() const {
    std::vector<Item> all;
    for (const auto& [name, item] : items_) all.push_back(item);
    std::sort(all.begin(), all.end(), [](const Item& a, const Item& b) { return a.count != b.count ? a.count > b.count : a.name < b.name; });
    return all;
  }

 private:
  std::map<std::string, Item> items_;
};

}  // namespace

int main(int argc, char** argv) {
  auto stock = std::make_unique<Stock>();
  for (int i = 0; i < argc * 20; i++) stock->add(argv[i % argc] + std::to_string(i % 7), i);
  try {
    stock->add("none", -1);
  } catch (const std::exception& error) {
    std::puts(error.what());
  }
  std::vector<int> counts;
  for (const Item& item : stock->sorted()) counts.push_back(item.count);
  std::stable_sort(counts.begin(), counts.end(), std::greater<>());
  std::printf("%d\n", Nested<6>::sum(counts));
  std::fflush(stdout);
  std::raise(SIGTRAP);
  return 0;
}
