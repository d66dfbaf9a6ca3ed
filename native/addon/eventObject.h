/** CaptureEvent as the JavaScript object that adapter/capture/backend.ts declares. */
#pragma once

#include <node_api.h>

#include "ptrace/captureEvent.h"

namespace syscall_trace {

/**
 * By Node-API’s C functions: they only return a status where the environment is being terminated, while node-addon-api
 * would make an Error, fail at that too, and abort. Null when no object can be made.
 */
napi_value eventObject(napi_env env, const CaptureEvent& event, uint64_t committed);

/** A CaptureFailure. */
napi_value failureObject(napi_env env, const Failure& failure);

}  // namespace syscall_trace
