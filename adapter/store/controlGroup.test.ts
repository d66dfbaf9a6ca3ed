import { describe, expect, it } from 'vitest';
import { controlGroup } from './controlGroup.js';

const id = '3f2a9cd0b1e4'.padEnd(64, '0123456789abcdef');

describe('T22: the control group of a process', () => {
  it.each([
    ['0::/user.slice/user-1000.slice\n', { path: '/user.slice/user-1000.slice', container: undefined }],
    [`0::/system.slice/docker-${id}.scope\n`, { path: `/system.slice/docker-${id}.scope`, container: '3f2a9cd0b1e4' }],
    [`12:memory:/docker/${id}\n0::/\n`, { path: `memory:/docker/${id}`, container: '3f2a9cd0b1e4' }],
    [`0::/kubepods/besteffort/pod1/${id}/init\n`, { path: `/kubepods/besteffort/pod1/${id}/init`, container: '3f2a9cd0b1e4' }],
    ['0::/lxc.payload.web/init.scope\n', { path: '/lxc.payload.web/init.scope', container: 'web' }],
    ['0::/machine.slice/machine-debian.scope\n', { path: '/machine.slice/machine-debian.scope', container: 'debian' }],
    ['4:cpu,cpuacct:/\n1:name=systemd:/a:b\n0::/\n', { path: 'name=systemd:/a:b', container: undefined }],
    ['3:pids:/\n0::/\n', { path: '/', container: undefined }],
    ['', undefined],
    ['nonsense\n', undefined],
  ])('%j', (text, group) => {
    expect(controlGroup(text)).toEqual(group);
  });
});
