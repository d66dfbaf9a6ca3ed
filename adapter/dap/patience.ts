/** Waits for a promise, but not longer than `patienceMs`. True when it has settled in time; it may settle later. Rejects when the promise does in time. */
export async function settledWithin(patienceMs: number, promise: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), patienceMs);
  });
  try {
    return await Promise.race([promise.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
