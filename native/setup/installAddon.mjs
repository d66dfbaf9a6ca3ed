// Puts the built addon and the small programs beside it where the bundles look for them.
// By rename, because a running adapter may have the old file mapped.
import { copyFileSync, mkdirSync, readdirSync, renameSync } from 'node:fs';

const built = 'build/native/Release';
const installed = 'dist/native';

mkdirSync(installed, { recursive: true });
for (const name of readdirSync(built).filter((file) => file === 'syscall_trace.node' || file.startsWith('syscall-trace-'))) {
  copyFileSync(`${built}/${name}`, `${installed}/${name}.new`);
  renameSync(`${installed}/${name}.new`, `${installed}/${name}`);
}
