#pragma once

#include <elfutils/libdw.h>

namespace syscall_trace {

/** Whether the sections of strings end as strings do. libdw 0.188 reads on behind one that does not (damaged files). */
bool debugStringsEnd(Dwarf* dwarf);

}  // namespace syscall_trace
