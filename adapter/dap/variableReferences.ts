/** DAP’s `variablesReference` numbers: what can be expanded while the program is held. */
import { Handles } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { unknownVariables } from './errors.js';

/** Variables that are made when somebody expands what holds them. */
export interface VariableGroup {
  readonly count: number;
  /** Children `start` … `start + count`, as far as they are there. */
  list(start: number, count: number): DebugProtocol.Variable[];
}

export class VariableReferences {
  private groups = new Handles<VariableGroup | undefined>(1);
  private last = 0;

  add(group: VariableGroup): number {
    this.last = this.groups.create(group);
    return this.last;
  }

  /** The program runs on: what was known of it is no longer true. Numbers go on, so that a late request cannot get the wrong variables. */
  clear(): void {
    this.groups = new Handles(this.last + 1);
  }

  list(args: DebugProtocol.VariablesArguments): DebugProtocol.Variable[] {
    const group = this.groups.get(args.variablesReference);
    if (!group) throw unknownVariables(args.variablesReference);
    const start = Math.max(0, args.start ?? 0);
    // DAP: a missing or 0 count asks for all.
    return group.list(start, args.count || Math.max(0, group.count - start));
  }
}
