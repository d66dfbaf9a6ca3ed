/** Debug type of package.json’s `contributes.debuggers`. */
export const debugType = 'syscall-trace';
