/** A decoded value as a DAP variable whose parts can be expanded. */
import { Variable } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Value } from '../decode/emitter.js';
import { memoryReference } from './memoryReference.js';
import { valueText } from './valueText.js';
import type { VariableReferences } from './variableReferences.js';

/** One named value; `typeName` where it is known. */
export interface NamedVariable {
  readonly name: string;
  readonly value: Value;
  readonly typeName?: string;
}

export class ValueVariables {
  /** `pid`: whose addresses the values hold. */
  constructor(
    private readonly references: VariableReferences,
    private readonly pid: number,
  ) {}

  variable({ name, value, typeName }: NamedVariable): DebugProtocol.Variable {
    const children = childrenOf(value);
    const indexed = children.length > 0 && value.type === 'array' ? children.length : undefined;
    const shown: DebugProtocol.Variable = new Variable(name, valueText(value), this.referenceOf(children), indexed);
    if (typeName !== undefined) shown.type = typeName;
    if (value.type === 'address' && value.value !== 0) shown.memoryReference = memoryReference(this.pid, BigInt(value.value));
    return shown;
  }

  private referenceOf(children: readonly NamedVariable[]): number {
    if (children.length === 0) return 0;
    return this.references.add({ count: children.length, list: (start, count) => children.slice(start, start + count).map((child) => this.variable(child)) });
  }
}

/** What is inside a value; empty for plain ones. */
function childrenOf(value: Value): readonly NamedVariable[] {
  switch (value.type) {
    case 'struct':
      return value.fields.map(([name, item]) => ({ name, value: item }));
    case 'array':
      return value.items.map(indexed);
    case 'call':
      return value.args.map(indexed);
    case 'set':
      return value.members.map((name, index) => indexed({ type: 'raw', text: name }, index));
    case 'flags':
      return value.names.length > 1 ? value.names.map((name, index) => indexed({ type: 'raw', text: name }, index)) : [];
    case 'change':
      return [
        { name: 'before', value: value.before },
        { name: 'after', value: value.after },
      ];
    default:
      return [];
  }
}

function indexed(value: Value, index: number): NamedVariable {
  return { name: `[${index}]`, value };
}
