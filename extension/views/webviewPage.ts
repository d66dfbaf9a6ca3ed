import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** Folder of what the pages load, as esbuild.mjs writes it. */
const mediaFolder = (extensionUri: vscode.Uri): vscode.Uri => vscode.Uri.joinPath(extensionUri, 'dist', 'media');

/** Options of a webview that shows `webviewPage`. */
export function webviewOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [mediaFolder(extensionUri)] };
}

/** The page of a view: one script and one style sheet of dist/media, and a policy that lets nothing else in. */
export function webviewPage(webview: vscode.Webview, extensionUri: vscode.Uri, name: 'syscalls' | 'statistics'): string {
  const nonce = randomBytes(18).toString('base64');
  const uri = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(mediaFolder(extensionUri), file)).toString();
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" nonce="${nonce}" href="${uri(`${name}.css`)}">
<title>${name}</title>
</head>
<body>
<script nonce="${nonce}" src="${uri(`${name}.js`)}"></script>
</body>
</html>`;
}
