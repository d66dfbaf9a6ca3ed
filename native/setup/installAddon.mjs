// Puts what was built where the bundles look for it. By rename, because a running adapter may have the old file mapped.
import { copyFileSync, mkdirSync, renameSync } from 'node:fs';

const built = 'build/native/Release';
const installed = 'dist/native';

mkdirSync(installed, { recursive: true });
for (const name of ['syscall_trace.node', 'syscall-trace-stub']) {
  copyFileSync(`${built}/${name}`, `${installed}/${name}.new`);
  renameSync(`${installed}/${name}.new`, `${installed}/${name}`);
}
