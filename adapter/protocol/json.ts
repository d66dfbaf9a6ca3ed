/** What JSON.parse may give and JSON.stringify takes. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
