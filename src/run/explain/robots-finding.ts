import type { Config } from '../../config/config.ts';
import type { HostFacts } from '../../ledger/host-facts.ts';
import type { PageUrl } from '../../records.ts';
import { type RobotsFact, robotsGate } from '../../robots/fetched.ts';
import { secondOpinion } from '../../robots/second-opinion.ts';
import { originOf } from '../../url/origin.ts';
import { type Finding, finding, timeText } from './explanation.ts';

/** What robots.txt says about a URL, by the file that a crawl fetched last. */
export async function robotsFinding(config: Config, facts: HostFacts | null, url: PageUrl): Promise<Finding> {
  const origin = originOf(url);
  const stored = await facts?.get(origin, 'robots');
  const fact = stored === undefined || stored === null ? null : (JSON.parse(stored.value) as RobotsFact);
  if (fact === null) return finding('robots', '?', `robots.txt of ${origin} has not been asked for yet`, ['--fetch asks now']);
  const agent = config.userAgent.name;
  const { verdict, because, crawlDelayMs } = robotsGate(fact, agent, url);
  const mark = verdict === 'allow' ? 'yes' : verdict === 'disallow' ? 'no' : '?';
  const text = { allow: 'robots.txt allows it', disallow: 'robots.txt forbids it', wait: 'robots.txt cannot be had: the page waits' }[
    verdict
  ];
  const other = fact.copy === null ? 'none' : await secondOpinion({ robotsUrl: `${origin}/robots.txt`, body: fact.copy.text, url, agent });
  return finding('robots', mark, text, [
    because,
    `asked at ${timeText(fact.fetchedAt)} for ${agent}; ${fact.because}; good until ${timeText(fact.expiresAt)}`,
    ...(fact.profile === config.robots ? [] : [`it was read by the profile ${fact.profile}; the next crawl reads it by ${config.robots}`]),
    ...(crawlDelayMs === undefined ? [] : [`it asks for ${crawlDelayMs / 1000} s between requests`]),
    ...(other === 'none' || verdict === 'wait'
      ? []
      : other === verdict
        ? ['another reader (robots-parser) agrees']
        : [
            `another reader (robots-parser) would ${other === 'allow' ? 'allow' : 'forbid'} it; what counts is the line above, by RFC 9309`,
          ]),
  ]);
}
