import { type CrawlerConfig, crawlerSchema } from '../config/crawler.ts';
import type { Config } from '../config/config.ts';
import { compileScope } from '../frontier/scope.ts';
import type { PageUrl } from '../records.ts';

/** The crawler of the project that this URL belongs to, or one made for its host with every default. */
export function crawlerFor(config: Config, url: PageUrl): CrawlerConfig {
  for (const crawler of config.crawlers.values()) if (compileScope(crawler)(url) === null) return crawler;
  return { name: new URL(url).hostname, ...crawlerSchema.parse({ seeds: [url] }) };
}

/** The config with this crawler in it, whether or not it was there. */
export function withCrawler(config: Config, crawler: CrawlerConfig): Config {
  return { ...config, crawlers: new Map([...config.crawlers, [crawler.name, crawler]]) };
}
