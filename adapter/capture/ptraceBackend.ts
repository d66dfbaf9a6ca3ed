/** The ptrace backend: the native addon's tracer (native/ptrace) behind the CaptureBackend interface. */
import type { AttachTarget, CaptureBackend, CaptureEvent, CaptureFailure, CaptureOptions, CaptureSession, LaunchTarget } from './backend.js';
import { CaptureError } from './captureError.js';
import { explainFailure } from './explainFailure.js';
import { loadAddon } from './loadAddon.js';

/** `CaptureSession` of native/addon/captureSession.cc. */
interface NativeSession extends CaptureSession {
  start(
    target: LaunchTarget | AttachTarget,
    options: Omit<CaptureOptions, 'plan'>,
    plan: Uint32Array,
    onEvent: (event: CaptureEvent) => void,
  ): CaptureFailure | undefined;
}

interface CaptureExports {
  readonly CaptureSession: new () => NativeSession;
}

export const ptraceBackend: CaptureBackend = {
  start(target: LaunchTarget | AttachTarget, options: CaptureOptions, onEvent: (event: CaptureEvent) => void): CaptureSession {
    const session = new (loadAddon<CaptureExports>().CaptureSession)();
    const { plan, ...rest } = options;
    const failure = session.start(target, rest, plan, onEvent);
    if (failure !== undefined) throw new CaptureError(failure, explainFailure(failure, target, options.tracePath));
    return session;
  },
};
