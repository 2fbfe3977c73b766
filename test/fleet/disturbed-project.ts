import { loopbackSettings, makeProject, type Project } from '../cli/project.ts';

export const DELAY_MS = 150;
export const LEASE_MS = 2000;

/** A project of one topic, `all`, over these hosts, with rests and leases so short that a test sees many of them. */
export async function disturbedProject(
  hosts: readonly string[],
  { port, redis, objects }: { readonly port: number; readonly redis: string; readonly objects?: object | undefined },
): Promise<Project> {
  const project = await makeProject({
    settings: {
      ...loopbackSettings(port),
      redis: { url: redis },
      crawl: { delay: `${DELAY_MS}ms`, backoff: '200ms', adapt: { factor: 0 }, lease: `${LEASE_MS}ms` },
      ...(objects !== undefined && { objects }),
    },
    crawlers: Object.fromEntries(hosts.map((host) => [host, { seeds: [`http://${host}/`], sitemaps: false, limits: { depth: 100 } }])),
  });
  await project.write('config/topics/all.yaml', { title: 'All', crawlers: hosts });
  return project;
}
