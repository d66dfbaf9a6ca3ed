/** Debian's, or the one that the environment names. */
export const chromiumPath = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Headless, as root too, and without a word to the network. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
