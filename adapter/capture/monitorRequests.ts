/** Writes what the client says to the crash monitor's helper (layout.ts). */
import type { CrashMonitorOptions } from '../crash/crashMonitor.js';
import { LAYOUT_VERSION, monitorCommands, monitorFeatures, monitorScopes, recordTypes } from '../record/layout.js';
import { offsets, sizes } from '../record/offsets.js';

const request = offsets.MonitorRequest;
const control = offsets.MonitorControl;

const SIGSEGV = 11;
const DEFAULT_STACK_BYTES = 1 << 20;
const DEFAULT_RING_BYTES = 16 << 20;
const DEFAULT_INTERVAL_MS = 1000;

function record(type: number, size: number): DataView {
  const view = new DataView(new ArrayBuffer(size));
  view.setUint32(offsets.RecordHeader.size, size, true);
  view.setUint16(offsets.RecordHeader.type, type, true);
  return view;
}

const bytesOf = (view: DataView): Uint8Array => new Uint8Array(view.buffer);

export function monitorRequest(options: CrashMonitorOptions): Uint8Array {
  const view = record(recordTypes.monitorRequest, sizes.MonitorRequest);
  const signals = options.signals ?? [SIGSEGV];
  view.setUint32(request.version, LAYOUT_VERSION, true);
  view.setUint32(request.scope, monitorScopes[options.scope ?? 'authorised'], true);
  view.setBigUint64(
    request.signals,
    signals.reduce((bits, signo) => bits | (1n << BigInt(signo - 1)), 0n),
    true,
  );
  view.setInt32(request.wantedPid, options.pid ?? 0, true);
  view.setUint32(request.filterUid, options.uid === undefined ? 0 : 1, true);
  view.setUint32(request.wantedUid, options.uid ?? 0, true);
  view.setUint32(request.maxStackBytes, options.maxStackBytes ?? DEFAULT_STACK_BYTES, true);
  view.setUint32(request.ringBytes, options.ringBytes ?? DEFAULT_RING_BYTES, true);
  view.setUint32(request.countersIntervalMs, options.countersIntervalMs ?? DEFAULT_INTERVAL_MS, true);
  view.setUint32(
    request.withoutFeatures,
    (options.without ?? []).reduce((bits, name) => bits | monitorFeatures[name], 0),
    true,
  );
  return bytesOf(view);
}

export function monitorControl(command: keyof typeof monitorCommands): Uint8Array {
  const view = record(recordTypes.monitorControl, sizes.MonitorControl);
  view.setUint32(control.command, monitorCommands[command], true);
  return bytesOf(view);
}
