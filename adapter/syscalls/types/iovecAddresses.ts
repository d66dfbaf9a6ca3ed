/** Arrays of struct iovec whose buffers are not looked into: they belong to another process, or name ranges. */

import type { Count } from './count.js';
import { address, size } from './ints.js';
import { arrayOf } from './pointers.js';
import { field, struct } from './struct.js';

const range = struct('iovec', [field('iov_base', address), field('iov_len', size)]);

export const iovecAddresses = (count: Count) => arrayOf(range, count);
