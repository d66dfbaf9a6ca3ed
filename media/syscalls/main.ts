import '../shared/shared.css';
import './syscalls.css';
import { connect, onMessage } from '../shared/webviewApi.js';
import type { ToHost, ToPage } from './messages.js';
import type { PageState } from './page.js';
import { SyscallsPage } from './page.js';

const api = connect<ToHost, PageState>();
let page: SyscallsPage | undefined;

onMessage<ToPage>((message) => {
  if (message.type === 'setup') page = new SyscallsPage(document.body, api, message.strings, message.slowNs);
  else page?.receive(message);
});
api.postMessage({ type: 'ready' });
