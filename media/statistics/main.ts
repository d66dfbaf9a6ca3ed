import '../shared/shared.css';
import './statistics.css';
import { connect, onMessage } from '../shared/webviewApi.js';
import type { ToHost, ToPage } from './messages.js';
import { StatisticsPage } from './page.js';
import type { Sorting } from './sorting.js';

const api = connect<ToHost, Sorting>();
let page: StatisticsPage | undefined;

onMessage<ToPage>((message) => {
  if (message.type === 'setup') page = new StatisticsPage(document.body, api, message.strings);
  else page?.receive(message);
});
api.postMessage({ type: 'ready' });
