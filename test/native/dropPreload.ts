/** The sanitizer's runtime is for the process that loads the addon (sanitized.mjs), not for the programs that it traces. */
delete process.env.LD_PRELOAD;
