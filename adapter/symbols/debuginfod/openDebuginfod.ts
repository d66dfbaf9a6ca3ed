import { homedir } from 'node:os';
import { DebuginfodClient } from './debuginfodClient.js';
import { debuginfodSettings } from './debuginfodSettings.js';

/** The client that the environment describes; undefined, with a word to `say`, when it names no server. */
export function openDebuginfod(say: (text: string) => void): DebuginfodClient | undefined {
  const settings = debuginfodSettings(process.env, homedir());
  if (settings === undefined) say('debuginfod: DEBUGINFOD_URLS names no server over http or https; none is asked');
  return settings === undefined ? undefined : new DebuginfodClient(settings, say);
}
