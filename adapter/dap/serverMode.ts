/** Serves DAP clients over TCP, on this machine alone. */
import { createServer, type Server } from 'node:net';
import { Connection } from './connection.js';
import type { Services } from './services.js';
import { Session } from './session.js';

export interface ServerMode {
  readonly port: number;
  /** Ends all sessions, as if their clients had gone, and stops listening. */
  close(): Promise<void>;
}

/** Each connection is a session of its own; any number at once. Rejects when the port cannot be had. */
export function serve(port: number, services: Services): Promise<ServerMode> {
  const sessions = new Set<Session>();
  const server = createServer({ noDelay: true }, (socket) => {
    const connection = new Connection(
      socket,
      socket,
      services.log,
      () =>
        void session
          .clientGone()
          .finally(() => sessions.delete(session))
          .then(() => socket.destroy()),
    );
    const session = new Session(connection, services, () => socket.end());
    sessions.add(session);
    connection.serve(session.handlers);
  });
  const close = async () => {
    server.close();
    await Promise.all([...sessions].map((session) => session.clientGone()));
  };
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port }, () => resolve({ port: portOf(server, port), close }));
  });
}

function portOf(server: Server, asked: number): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : asked;
}
