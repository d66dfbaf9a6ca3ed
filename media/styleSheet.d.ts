/** A style sheet imported by a webview's main.ts; esbuild writes it beside the bundle. */
declare module '*.css';
