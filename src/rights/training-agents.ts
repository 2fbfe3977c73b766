/** An agent that gathers text for training models, and who runs it. */
interface TrainingAgent {
  /** Lower case, as a robots.txt group names it. */
  readonly token: string;
  readonly operator: string;
  /** It stands for training data as such: data sets that everybody trains on, or a switch that does nothing else. */
  readonly generic?: true;
}

/**
 * Agents whose purpose is training, by their operators' own words; as of 2026-11-23, from the pages named here and checked against
 * github.com/ai-robots-txt/ai.robots.txt, which is not taken as it is: it mixes trainers with search engines, assistants and tools. Fetchers that
 * act for a user (`ChatGPT-User`, `Claude-User`) and search engines (`OAI-SearchBot`, `PerplexityBot`) are left out: a site that shuts them out
 * says nothing about training.
 */
export const trainingAgents: readonly TrainingAgent[] = [
  { token: 'gptbot', operator: 'OpenAI', generic: true }, // platform.openai.com/docs/bots
  { token: 'claudebot', operator: 'Anthropic', generic: true }, // support.anthropic.com: does Anthropic crawl data from the web
  { token: 'anthropic-ai', operator: 'Anthropic' },
  { token: 'claude-web', operator: 'Anthropic' },
  { token: 'ccbot', operator: 'Common Crawl', generic: true }, // commoncrawl.org/ccbot
  { token: 'google-extended', operator: 'Google', generic: true }, // developers.google.com: Google's common crawlers
  { token: 'applebot-extended', operator: 'Apple', generic: true }, // support.apple.com/119829
  { token: 'meta-externalagent', operator: 'Meta' }, // developers.facebook.com: web crawlers
  { token: 'facebookbot', operator: 'Meta' },
  { token: 'bytespider', operator: 'ByteDance' },
  { token: 'amazonbot', operator: 'Amazon' }, // developer.amazon.com/amazonbot
  { token: 'cohere-ai', operator: 'Cohere' },
  { token: 'cohere-training-data-crawler', operator: 'Cohere' },
  { token: 'ai', operator: 'Allen Institute' }, // AI2Bot: a token ends at its first digit
  { token: 'diffbot', operator: 'Diffbot' },
  { token: 'omgili', operator: 'Webz.io' },
  { token: 'omgilibot', operator: 'Webz.io' },
  { token: 'webzio-extended', operator: 'Webz.io' },
  { token: 'img', operator: 'img2dataset' },
  { token: 'imagesiftbot', operator: 'Hive' },
  { token: 'pangubot', operator: 'Huawei' },
  { token: 'timpibot', operator: 'Timpi' },
  { token: 'icc-crawler', operator: 'NICT' },
  { token: 'sbintuitionsbot', operator: 'SB Intuitions' },
  { token: 'velenpublicwebcrawler', operator: 'Velen' },
];
