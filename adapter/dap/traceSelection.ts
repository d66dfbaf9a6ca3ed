/** Which calls a session traces, prints and stops at. */
import { type StackCondition, StackConditionError, stackCondition } from '../filter/stackCondition.js';
import { parseSyscallSet, SyscallSet, SyscallSetError } from '../filter/syscallSet.js';
import type { TracingConfiguration } from '../protocol/launchConfiguration.js';
import type { PrintSelection } from './callPrinter.js';
import { badTraceFilter } from './errors.js';
import { tracePlan } from './tracePlan.js';

export class TraceSelection {
  readonly traced: SyscallSet;
  /** Undefined when nothing is printed. */
  readonly print: PrintSelection | undefined;
  readonly stackCondition: StackCondition;
  private readonly stacks: boolean;

  /** Throws DapError when a filter means nothing. */
  constructor(configuration: TracingConfiguration) {
    this.traced = parsed('trace', configuration.trace);
    this.print = printSelection(configuration.print);
    this.stacks = configuration.sourceLines;
    this.stackCondition = parsedCondition(configuration.stack);
  }

  /** The capture plan; `halting`: calls at whose entry everything is held. */
  plan(halting: SyscallSet): Uint32Array {
    return tracePlan({ traced: this.traced, halting, stacks: this.stacks });
  }
}

function printSelection(text: string): PrintSelection | undefined {
  if (text === 'none') return undefined;
  if (text === 'errors') return { onlyErrors: true, calls: SyscallSet.all };
  return { onlyErrors: false, calls: parsed('print', text) };
}

function parsedCondition(text: string): StackCondition {
  try {
    return stackCondition(text);
  } catch (error) {
    if (error instanceof StackConditionError) throw badTraceFilter('stack', text, error.message);
    throw error;
  }
}

function parsed(field: string, text: string): SyscallSet {
  try {
    return parseSyscallSet(text);
  } catch (error) {
    if (error instanceof SyscallSetError) throw badTraceFilter(field, text, error.message);
    throw error;
  }
}
