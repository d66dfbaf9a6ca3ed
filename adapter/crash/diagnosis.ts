/** Why a program crashed, in plain words (C5). */
export const diagnosisKinds = [
  'nullPointer',
  'nullCall',
  'badJump',
  'executeData',
  'stackOverflow',
  'readOnlyWrite',
  'protectedMemory',
  'freedMapping',
  'overrun',
  'unmapped',
  'protectionKey',
  'nonCanonical',
  'returnOverwritten',
  'misaligned',
  'privilegedInstruction',
  'generalProtection',
  'shadowStack',
  'divisionByZero',
  'divisionOverflow',
  'arithmetic',
  'beyondFile',
  'hardwareMemory',
  'illegalInstruction',
  'trap',
  'breakpoint',
  'forbiddenCall',
  'abort',
  'assertion',
  'stackSmashing',
  'heapCorruption',
  'uncaughtException',
  'panic',
  'sentByProcess',
  'unknown',
] as const;
export type DiagnosisKind = (typeof diagnosisKinds)[number];

export interface Diagnosis {
  readonly kind: DiagnosisKind;
  /** A sentence: what went wrong. */
  readonly summary: string;
  /** Sentences: what shows it, and where to look. */
  readonly details: readonly string[];
}

export const diagnosis = (kind: DiagnosisKind, summary: string, ...details: readonly (string | undefined)[]): Diagnosis => ({
  kind,
  summary,
  details: details.filter((detail): detail is string => detail !== undefined && detail !== ''),
});
