import type { EnvironmentChange } from './settings.js';

/** The environment of the program as `NAME=value` strings: `base` with the changes of -E, in their order. */
export function programEnvironment(base: Readonly<NodeJS.ProcessEnv>, changes: readonly EnvironmentChange[]): string[] {
  const environment = new Map(Object.entries(base));
  for (const { name, value } of changes) {
    if (value === undefined) environment.delete(name);
    else environment.set(name, value);
  }
  return [...environment].map(([name, value]) => `${name}=${value ?? ''}`);
}
