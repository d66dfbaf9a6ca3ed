import { expect, test } from 'vitest';
import { debuginfodSettings } from './debuginfodSettings.js';

const DEBUGINFOD_URLS = 'https://one.example/ http://two.example:8002/x';

test.each([{}, { DEBUGINFOD_URLS: '' }, { DEBUGINFOD_URLS: ' \n' }, { DEBUGINFOD_URLS: 'file:///srv nonsense' }])('S6: no server in %o', (env) => {
  expect(debuginfodSettings(env, '/home/me')).toBeUndefined();
});

test('S6: what holds without more variables', () => {
  expect(debuginfodSettings({ DEBUGINFOD_URLS }, '/home/me')).toEqual({
    servers: ['https://one.example', 'http://two.example:8002/x'],
    cacheDirectory: '/home/me/.cache/debuginfod_client',
    timeoutMs: 90_000,
    totalTimeoutMs: 0,
    mostBytes: 4 * 2 ** 30,
  });
});

test('S6: limits from the environment', () => {
  const limits = (env: NodeJS.ProcessEnv) => debuginfodSettings({ DEBUGINFOD_URLS, ...env }, '/home/me');
  expect(limits({ DEBUGINFOD_TIMEOUT: '5', DEBUGINFOD_MAXTIME: '60', DEBUGINFOD_MAXSIZE: '1000' })).toMatchObject({
    timeoutMs: 5000,
    totalTimeoutMs: 60_000,
    mostBytes: 1000,
  });
  expect(limits({ DEBUGINFOD_TIMEOUT: '-1', DEBUGINFOD_MAXSIZE: '0' })).toMatchObject({ timeoutMs: 0, mostBytes: 4 * 2 ** 30 });
  expect(limits({ DEBUGINFOD_TIMEOUT: 'soon' })).toMatchObject({ timeoutMs: 90_000 });
});

test.each([
  [{ DEBUGINFOD_CACHE_PATH: '/var/cache/d', XDG_CACHE_HOME: '/xdg' }, '/var/cache/d'],
  [{ XDG_CACHE_HOME: '/xdg' }, '/xdg/debuginfod_client'],
  // The XDG specification: relative paths are to be ignored.
  [{ XDG_CACHE_HOME: 'xdg' }, '/home/me/.cache/debuginfod_client'],
])('S6: with %o the cache is %s', (env, expected) => {
  expect(debuginfodSettings({ DEBUGINFOD_URLS, ...env }, '/home/me')?.cacheDirectory).toBe(expected);
});
