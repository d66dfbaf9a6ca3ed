/** What the user is told when records could not be written. */
export const lossMessage = (lost: number): string =>
  `${lost} event${lost === 1 ? ' was' : 's were'} lost: there was no room for ${lost === 1 ? 'it' : 'them'} in the trace file (is the disk full?)`;
