// Connections that ask for nothing yet, or not any more. Whoever opens many of them and is silent must not keep others out: the one that
// has been silent the longest makes room.
import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export class IdleSockets {
  /** In the order in which they fell silent. */
  private readonly idle = new Set<Socket>();
  private readonly most: number;

  constructor(server: Server, most: number) {
    this.most = most;
    server.on('connection', (socket: Socket) => {
      socket.once('close', () => this.idle.delete(socket));
      this.add(socket);
    });
    server.on('request', ({ socket }, response: ServerResponse) => {
      this.idle.delete(socket);
      response.once('close', () => {
        if (!socket.destroyed) this.add(socket);
      });
    });
  }

  private add(socket: Socket): void {
    this.idle.add(socket);
    const [oldest] = this.idle;
    if (this.idle.size > this.most) oldest?.destroy();
  }
}
