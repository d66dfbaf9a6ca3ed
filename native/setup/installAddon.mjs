// Puts the built addon where the bundles look for it. By rename, because a running adapter may have the old file mapped.
import { copyFileSync, mkdirSync, renameSync } from 'node:fs';

const built = 'build/native/Release/syscall_trace.node';
const installed = 'dist/native/syscall_trace.node';

mkdirSync('dist/native', { recursive: true });
copyFileSync(built, `${installed}.new`);
renameSync(`${installed}.new`, installed);
