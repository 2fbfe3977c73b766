import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What the proxy was asked for: `host:port`, and by whom. */
export interface Asked {
  readonly to: string;
  readonly user: string | null;
}

export interface SocksServer {
  readonly port: number;
  readonly asked: Asked[];
  close(): Promise<void>;
}

interface Options {
  /** `user:password` that it demands; null: it lets everybody in. */
  readonly login: string | null;
  /** Where it dials for a host and port; a number is the error that it answers with (RFC 1928 §6). */
  readonly route: (to: string) => { readonly port: number } | number;
}

/** A SOCKS5 proxy (RFC 1928) with user names and passwords (RFC 1929), as far as CONNECT. */
export async function serveSocks({ login, route }: Options): Promise<SocksServer> {
  const asked: Asked[] = [];
  const open = new Set<Socket>();
  const serve = async (socket: Socket): Promise<void> => {
    const read = reader(socket);
    const [, methods = 0] = await read(2);
    const offered = await read(methods);
    const method = login === null ? 0 : 2;
    if (!offered.includes(method)) return void socket.end(Buffer.from([5, 0xff]));
    socket.write(Buffer.from([5, method]));
    let user: string | null = null;
    if (login !== null) {
      user = (await read((await read(2))[1] ?? 0)).toString();
      const password = (await read((await read(1))[0] ?? 0)).toString();
      if (`${user}:${password}` !== login) return void socket.end(Buffer.from([1, 1]));
      socket.write(Buffer.from([1, 0]));
    }
    const [, , , kind] = await read(4);
    const host = kind === 3 ? (await read((await read(1))[0] ?? 0)).toString() : [...(await read(kind === 1 ? 4 : 16))].join('.');
    const to = `${host}:${(await read(2)).readUInt16BE()}`;
    asked.push({ to, user });
    const goal = route(to);
    const answer = (code: number): Buffer => Buffer.from([5, code, 0, 1, 0, 0, 0, 0, 0, 0]);
    if (typeof goal === 'number') return void socket.end(answer(goal));
    const far = connect(goal.port, '127.0.0.1', () => {
      socket.write(answer(0));
      far.pipe(socket).pipe(far);
    });
    open.add(far);
    far.on('error', () => socket.destroy());
  };
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    serve(socket).catch(() => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

/** Gives so many of the bytes that come, once they are there. */
function reader(socket: Socket): (bytes: number) => Promise<Buffer> {
  return async (bytes) => {
    if (bytes === 0) return Buffer.alloc(0);
    for (;;) {
      const found = socket.read(bytes) as Buffer | null;
      if (found !== null) return found;
      await new Promise<void>((resolve, reject) => {
        socket.once('readable', resolve).once('close', () => reject(new Error('closed')));
      });
    }
  };
}
