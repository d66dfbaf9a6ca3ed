/** What the editor gives a webview: messages to its host, and a state that outlives the page while the view is hidden. */
export interface WebviewApi<Message, State> {
  postMessage(message: Message): void;
  getState(): State | undefined;
  setState(state: State): void;
}

declare function acquireVsCodeApi(): WebviewApi<unknown, unknown>;

/** May be called once a page. */
export function connect<Message, State>(): WebviewApi<Message, State> {
  return acquireVsCodeApi() as WebviewApi<Message, State>;
}

/** Calls `receive` with each message of the host. */
export function onMessage<Message>(receive: (message: Message) => void): void {
  window.addEventListener('message', (event: MessageEvent<Message>) => receive(event.data));
}
