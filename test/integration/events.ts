import type * as vscode from 'vscode';

/** Resolves with the first value for which `wanted` holds: at once if `now` has one, else when `event` brings it. */
export function once<T>(event: vscode.Event<T>, wanted: (value: T) => boolean = () => true, now?: T): Promise<T> {
  if (now !== undefined && wanted(now)) return Promise.resolve(now);
  return new Promise((resolve) => {
    const subscription = event((value) => {
      if (!wanted(value)) return;
      subscription.dispose();
      resolve(value);
    });
  });
}
