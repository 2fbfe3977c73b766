import { hostFilesUrn } from '../../archive/capture-note.ts';
import { digestOf, resourceRecord, type SerialRecord } from '../../archive/record.ts';
import type { HostFacts } from '../../ledger/host-facts.ts';
import type { Digest, Instant, PageUrl } from '../../records.ts';
import type { HostFiles } from '../../rights/host-files.ts';
import { originOf } from '../../url/origin.ts';

/**
 * The files that spoke for the host of a page, as records: all as JSON under their digest, which Garner imports again; and robots.txt and the files in
 * known places under their own addresses, for others. Those whose bytes are not known in full are in the JSON alone.
 */
export async function hostFileRecords(facts: HostFacts, digest: Digest, url: PageUrl, at: Instant): Promise<readonly SerialRecord[]> {
  const kept = await facts.get(digest, 'host-files');
  if (kept === null) return [];
  const resource = (address: string, type: string, body: Buffer): SerialRecord =>
    resourceRecord({ url: address, at, headers: [['Content-Type', type]], body }, digestOf(body));
  const { robots, wellKnown } = JSON.parse(kept.value) as HostFiles;
  const origin = originOf(url);
  const known = [
    ...(robots === null ? [] : [['/robots.txt', robots, robots.encoding === 'octets' ? 'latin1' : 'utf8'] as const]),
    ...Object.entries(wellKnown).map(([path, file]) => [path, file, 'utf8'] as const),
  ];
  return [
    resource(hostFilesUrn(digest), 'application/json', Buffer.from(kept.value)),
    ...known.flatMap(([path, { text, sha256 }, encoding]) => {
      const body = Buffer.from(text, encoding);
      return digestOf(body) === sha256 ? [resource(origin + path, path.endsWith('.json') ? 'application/json' : 'text/plain', body)] : [];
    }),
  ];
}
