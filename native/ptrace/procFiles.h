/** The few facts that only /proc tells about a task. A task that is gone gives empty results. */
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace syscall_trace {

struct TaskIds {
  int tgid = 0;
  int ppid = 0;
};

/** From /proc/TID/status. */
std::optional<TaskIds> taskIds(int tid);
/** Thread ids in /proc/PID/task. */
std::vector<int> threadsOf(int pid);
/** Name of the task, without newline. */
std::string commOf(int tid);
/** Target of /proc/PID/exe. */
std::string exeOf(int pid);
/** Text of /proc/PID/maps, into `text`. False when it cannot be read. */
bool readMaps(int pid, std::string& text);
/** The first `limit` bytes of /proc/TID/NAME; empty when it cannot be read. */
std::string procFile(int tid, const char* name, size_t limit);
/** Targets of the links in /proc/TID/ns, a line each. */
std::string namespacesOf(int tid);
/** The child of a task that has this id in the task's PID namespace; 0 when there is none. */
int childOf(int tid, int idInNamespace);
/** State letter of /proc/TID/stat: R, S, D, T, t, Z, X …; 0 when it is gone. */
char stateOf(int tid);
/** CPU that the task ran on last (field 39 of its stat file, read from `statFd`); -1 when unknown. */
int lastCpu(int statFd);

}  // namespace syscall_trace
