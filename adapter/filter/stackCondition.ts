/** Of which calls stacks are taken: of those that meet one of the conditions; of all when there is none. */
export interface StackCondition {
  readonly onError: boolean;
  /** Nanoseconds that a call takes at least; 0: no condition. */
  readonly slowNs: number;
}

export const allStacks: StackCondition = { onError: false, slowNs: 0 };

const unitNs = { ns: 1, us: 1e3, ms: 1e6, s: 1e9 } as const;

/** Says what a condition must look like. */
export class StackConditionError extends Error {
  override readonly name = 'StackConditionError';
}

/** `all`, or a list of `errors` and `slow>DURATION` (`slow>1ms`, `slow>0.5s`): any of them. @throws StackConditionError */
export function stackCondition(value: string): StackCondition {
  if (value === 'all') return allStacks;
  let onError = false;
  let slowNs = 0;
  for (const part of value.split(',')) {
    const [, amount = '', unit = ''] = /^slow>(\d+(?:\.\d+)?)(ns|us|ms|s)$/.exec(part) ?? [];
    const ns = Math.round(Number(amount) * (unitNs[unit as keyof typeof unitNs] ?? 0));
    if (part === 'errors') onError = true;
    else if (ns > 0) slowNs = slowNs === 0 ? ns : Math.min(slowNs, ns);
    else throw new StackConditionError(`'${part}' is none of all, errors and slow>DURATION, as in slow>1ms; expressions are not understood`);
  }
  return { onError, slowNs };
}
