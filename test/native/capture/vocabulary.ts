/** The numbers of the trace file that these tests name. */
export { selection } from '../../../adapter/plan/op.js';
export { abis, noteCodes, taskOrigins } from '../../../adapter/record/layout.js';
