/** struct epoll_event: packed on x86-64, and of the same shape elsewhere. */
import { constants } from '../generated/constants.gen.js';
import { flags } from './flags.js';
import { u64, unsignedInt } from './ints.js';
import { field, struct } from './struct.js';

const data = struct('epoll_data', [field('u32', unsignedInt), field('u64', u64)], { union: true });

export const epollEvent = struct('epoll_event', [field('events', flags(constants.epoll_events)), field('data', data)], { packed: true });
