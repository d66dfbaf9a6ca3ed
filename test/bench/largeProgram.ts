/** A C++ program with much debug information: several units full of templates, and many copies of each under other names. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Units that are compiled (some seconds each), and how often each is linked in. */
const UNITS = 3;

/** What makes much of it: containers of containers, algorithms with lambdas, regular expressions, streams. */
function unitSource(unit: number): string {
  return `
#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <numeric>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>
namespace unit${unit} {
template <int N> struct Stage {
  template <typename T> static long run(const std::vector<T>& in) {
    std::map<std::string, std::vector<T>> groups;
    std::unordered_map<long, std::set<std::string>> index;
    for (const T& each : in) groups[std::to_string(each * N)].push_back(each + N);
    for (const auto& [name, list] : groups) for (const T& each : list) index[static_cast<long>(each)].insert(name + std::to_string(N));
    std::vector<std::pair<long, std::string>> flat;
    for (auto& [key, names] : index) for (const auto& name : names) flat.emplace_back(key, name);
    std::sort(flat.begin(), flat.end(), [](const auto& a, const auto& b) { return a.second.size() + N < b.second.size() || a.first < b.first; });
    std::deque<std::variant<long, std::string>> queue;
    std::transform(flat.begin(), flat.end(), std::back_inserter(queue), [](const auto& each) -> std::variant<long, std::string> {
      if (each.first % (N + 2) == 0) return each.first;
      return each.second;
    });
    std::function<long(const std::variant<long, std::string>&)> weigh = [&](const auto& each) {
      return std::visit([](const auto& value) -> long {
        if constexpr (std::is_same_v<std::decay_t<decltype(value)>, long>) return value * N; else return static_cast<long>(value.size());
      }, each);
    };
    return std::accumulate(queue.begin(), queue.end(), 0L, [&](long sum, const auto& each) { return sum + weigh(each); }) + Stage<N - 1>::run(in);
  }
};
template <> struct Stage<0> { template <typename T> static long run(const std::vector<T>& in) { return static_cast<long>(in.size()); } };
long words(const std::string& text) {
  static const std::regex word("[a-z${unit}]+(\\\\s|$)", std::regex::extended);
  return std::distance(std::sregex_iterator(text.begin(), text.end(), word), std::sregex_iterator());
}
long all(int seed) {
  std::ostringstream out;
  for (int i = 0; i < seed; i++) out << i << ' ';
  return Stage<12>::run(std::vector<int>{seed, 2, 3}) + Stage<12>::run(std::vector<long>{seed, 5}) + Stage<8>::run(std::vector<short>{7}) + words(out.str());
}
}
long unit${unit}_entry(int seed) { return unit${unit}::all(seed); }
`;
}

function run(file: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(file, args, { encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${file} ${args.join(' ')}: ${stderr}`);
}

/** Path of the program, built when it is not there yet; `copies` of each unit. It is there to be read, not to be run. */
export function largeProgram(folder: string, copies: number): string {
  const program = join(folder, `large-${copies}`);
  if (existsSync(program)) return program;
  const work = join(folder, 'objects');
  mkdirSync(work, { recursive: true });
  const objects: string[] = [];
  for (let unit = 0; unit < UNITS; unit++) {
    const source = join(work, `unit${unit}.cc`);
    const object = join(work, `unit${unit}.o`);
    writeFileSync(source, unitSource(unit));
    run('g++', ['-std=c++20', '-O2', '-g', '-ffunction-sections', '-c', '-o', object, source]);
    objects.push(object);
    for (let copy = 1; copy < copies; copy++) {
      const renamed = join(work, `unit${unit}-${copy}.o`);
      run('objcopy', [`--prefix-symbols=copy${copy}_`, object, renamed]);
      // Hidden, so it must be defined: by one symbol for all.
      run('objcopy', [`--redefine-sym=copy${copy}___dso_handle=__dso_handle`, renamed]);
      objects.push(renamed);
    }
  }
  // The copies ask for their libraries under other names; nobody runs them.
  const lenient = ['--unresolved-symbols=ignore-all', '-e0', '--defsym=__dso_handle=0', '--build-id'].map((flag) => `-Wl,${flag}`);
  run('g++', ['-no-pie', '-nostdlib', ...lenient, '-o', `${program}.new`, ...objects]);
  renameSync(`${program}.new`, program);
  rmSync(work, { recursive: true });
  return program;
}
