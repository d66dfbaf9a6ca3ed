// Puts the built addon and the small programs beside it where the bundles look for them.
// By rename, because a running adapter may have the old file mapped. A file that is the same stays: it may have been given
// capabilities (setcap), which a copy would not have.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';

const built = 'build/native/Release';
const installed = 'dist/native';

mkdirSync(installed, { recursive: true });
for (const name of readdirSync(built).filter((file) => file === 'syscall_trace.node' || file.startsWith('syscall-trace-'))) {
  if (existsSync(`${installed}/${name}`) && readFileSync(`${built}/${name}`).equals(readFileSync(`${installed}/${name}`))) continue;
  copyFileSync(`${built}/${name}`, `${installed}/${name}.new`);
  renameSync(`${installed}/${name}.new`, `${installed}/${name}`);
}
