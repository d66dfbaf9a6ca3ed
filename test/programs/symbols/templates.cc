// Namespaces, templates, a static function, a lambda, and a member with code of its own.
#include <csignal>
#include <functional>
#include <vector>

namespace shop::stock {

template <typename T>
class Shelf {
 public:
  explicit Shelf(T first) : items_{first} {}
  [[gnu::noinline]] T visit(const std::function<T(T)>& visitor) { return visitor(items_.front()); }

 private:
  std::vector<T> items_;
};

}  // namespace shop::stock

[[gnu::noinline]] static int stop(int value) {
  std::raise(SIGTRAP);
  return value;
}

int main() {
  shop::stock::Shelf<int> shelf(3);
  return shelf.visit([](int item) { return stop(item) + 1; });
}
