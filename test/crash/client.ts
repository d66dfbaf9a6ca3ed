/** A client of the crash monitor that does nothing but wait; for tests that end it. */
import { bpfCrashMonitor } from '../../adapter/capture/crashMonitor.js';

bpfCrashMonitor()
  .start({}, { crash: () => undefined, counters: () => undefined, ended: () => process.exit(1) })
  .then(
    () => console.log('watching'),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
