import { type ConfigurationOf, consoles, elevations, type Field, type FieldKind, type Fields } from './configurationField.js';

/** One thing that is wrong with a configuration. */
export interface ConfigurationProblem {
  readonly code: 'missing' | 'wrongType' | 'notAllowed';
  readonly field: string;
  /** For the user: names the field, says what was expected and what is there. */
  readonly message: string;
}

export type Validated<T extends Fields> =
  | { readonly ok: true; readonly configuration: ConfigurationOf<T> }
  | { readonly ok: false; readonly problems: readonly ConfigurationProblem[] };

/** Linux’s upper bound of pid_max (kernel/pid.h: PID_MAX_LIMIT). */
const maxPid = 1 << 22;

const expectations: Record<FieldKind, string> = {
  text: 'a non-empty string',
  flag: 'true or false',
  count: 'a whole number, 0 or more',
  texts: 'a list of strings',
  environment: 'an object of strings, or null to remove a variable',
  paths: 'an object of paths, each with the path that takes its place',
  pid: 'a process id',
  console: consoles.map((name) => `"${name}"`).join(' or '),
  elevation: elevations.map((name) => `"${name}"`).join(' or '),
};

/**
 * Checks what a client sent against a table of fields and fills in defaults. Unknown fields are ignored: clients add their own
 * (`type`, `name`, `__sessionId`). Every bad field is reported, each once.
 */
export function validateConfiguration<T extends Fields>(fields: T, given: unknown): Validated<T> {
  const source: Record<string, unknown> = isObject(given) ? given : {};
  const problems: ConfigurationProblem[] = [];
  const configuration: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const value = source[name];
    if (value === undefined || (value === null && !field.required)) {
      if (field.required) problems.push({ code: 'missing', field: name, message: `"${name}" is missing: it must be ${expectations[field.kind]}` });
      configuration[name] = field.default;
      continue;
    }
    const checked = check(field, value);
    if (checked === undefined) problems.push({ code: 'wrongType', field: name, message: `"${name}" must be ${expectations[field.kind]}, not ${shown(value)}` });
    else if (hasNul(checked)) problems.push({ code: 'notAllowed', field: name, message: `"${name}" must not contain a NUL character` });
    configuration[name] = checked;
  }
  // Each value has just been checked against the kind that ConfigurationOf derives its type from.
  return problems.length > 0 ? { ok: false, problems } : { ok: true, configuration: configuration as ConfigurationOf<T> };
}

/** The value as its kind wants it; undefined when it is of another kind. */
function check(field: Field, value: unknown): unknown {
  switch (field.kind) {
    case 'text':
      return typeof value === 'string' && value.trim() !== '' ? value : undefined;
    case 'flag':
      return typeof value === 'boolean' ? value : undefined;
    case 'count':
      return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
    case 'texts':
      return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
    case 'environment':
      return isObject(value) && Object.entries(value).every(isVariable) ? value : undefined;
    case 'paths':
      return isObject(value) && Object.entries(value).every(([from, to]) => from !== '' && typeof to === 'string' && to !== '') ? value : undefined;
    case 'pid':
      return processId(value);
    case 'console':
      return consoles.find((name) => name === value);
    case 'elevation':
      return elevations.find((name) => name === value);
  }
}

function processId(value: unknown): number | undefined {
  const pid = typeof value === 'string' && /^\s*\d{1,9}\s*$/.test(value) ? Number(value) : value;
  return typeof pid === 'number' && Number.isInteger(pid) && pid > 0 && pid <= maxPid ? pid : undefined;
}

function isVariable([name, value]: [string, unknown]): boolean {
  return name !== '' && !name.includes('=') && (typeof value === 'string' || value === null);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Strings go to the kernel as C strings: a NUL would cut them silently. */
function hasNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0');
  if (Array.isArray(value)) return value.some(hasNul);
  return isObject(value) && Object.entries(value).some(([name, item]) => hasNul(name) || hasNul(item));
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
