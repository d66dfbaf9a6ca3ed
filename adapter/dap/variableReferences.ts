/** DAP’s `variablesReference` numbers: what can be expanded while the program is held. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { unknownVariables } from './errors.js';

/** Variables that are made when somebody expands what holds them. */
export interface VariableGroup {
  readonly count: number;
  /** Children `start` … `start + count`, as far as they are there. */
  list(start: number, count: number): DebugProtocol.Variable[];
}

export class VariableReferences {
  private groups: VariableGroup[] = [];
  /** References of former stops are not reused, so that a late request cannot get the wrong variables. */
  private base = 1;

  add(group: VariableGroup): number {
    this.groups.push(group);
    return this.base + this.groups.length - 1;
  }

  /** The program runs on: what was known of it is no longer true. */
  clear(): void {
    this.base += this.groups.length;
    this.groups = [];
  }

  list(args: DebugProtocol.VariablesArguments): DebugProtocol.Variable[] {
    const group = this.groups[args.variablesReference - this.base];
    if (!group) throw unknownVariables(args.variablesReference);
    const start = Math.max(0, args.start ?? 0);
    // DAP: a missing or 0 count asks for all.
    return group.list(start, args.count || Math.max(0, group.count - start));
  }
}
