import { isIP, type Socket } from 'node:net';
import { checkServerIdentity, connect as startTls } from 'node:tls';
import { Recent } from '../recent.ts';
import { FaultError, faultOf, passing } from './fault.ts';
import type { Target } from './guard.ts';
import { type Time, within } from './within.ts';

/** Sessions to resume, by host and port. */
export type Sessions = Recent<string, Buffer>;

export const openSessions = (): Sessions => new Recent(1000);

/** TLS over an open socket, with a certificate of the target's name. Rejects with a FaultError. */
export async function encrypt(socket: Socket, { host, port }: Target, sessions: Sessions, { ms, limitMs, signal }: Time): Promise<Socket> {
  const key = `${host}:${port}`;
  const session = sessions.get(key);
  const tls = startTls({
    socket,
    ALPNProtocols: ['http/1.1'],
    // The name in the URL is what the certificate must carry, wherever it was dialled.
    ...(isIP(host) === 0 && { servername: host }),
    checkServerIdentity: (_, certificate) => checkServerIdentity(host, certificate),
    ...(session && { session }),
  });
  tls.on('session', (fresh) => sessions.set(key, fresh));
  const ready = new Promise<Socket>((resolve, reject) => {
    tls.once('secureConnect', () => resolve(tls));
    tls.on('error', (error) => reject(new FaultError(faultOf(error, host))));
  });
  return within(ready, ms, passing('connect-timeout', `${host} did not finish the TLS handshake within ${limitMs} ms`), signal).catch(
    (error: unknown) => {
      sessions.delete(key);
      tls.destroy();
      throw error;
    },
  );
}
