import { addressFault } from './addressFault.js';
import type { CrashContext } from './crashContext.js';
import type { Diagnosis } from './diagnosis.js';
import { SI_KERNEL } from './faultCodes.js';
import { generalProtection } from './generalProtection.js';
import { otherSignal } from './otherSignal.js';

/** The cause of a crash. */
export function diagnose(context: CrashContext): Diagnosis {
  const { facts, signal } = context;
  if (signal === 'SIGSEGV' && facts.code === SI_KERNEL) return generalProtection(context);
  if (signal === 'SIGSEGV' && facts.code > 0 && facts.address !== undefined) return addressFault(context, facts.address);
  return otherSignal(context);
}
