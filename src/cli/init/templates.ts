import { stringify } from 'yaml';

/** What a new project is made of; each text is a file that a person goes on with. */

/** By which editors know what a file is. */
export const schemaLine = (name: string, up: string): string => `# yaml-language-server: $schema=${up}schemas/${name}.schema.json`;
/** A value as YAML, on one line. */
const value = (text: string): string => stringify(text, { lineWidth: 0 }).trim();

export function settingsText(contact: string | undefined): string {
  const line = contact === undefined ? '# contact: mailto:you@example.org' : `contact: ${value(contact)}`;
  return `${schemaLine('garner', '../')}

# How this project crawls. Every key has a default, and \`garner check\` checks this file.

userAgent:
  # Site owners find this name in their logs, and rules for it in robots.txt count.
  name: GarnerBot
  # How they reach you: an https: page about your crawl, or a mailto: address. No public host is contacted without one.
  ${line}

crawl:
  # Rest between two requests to one host. A longer Crawl-delay in robots.txt wins.
  delay: 1s
`;
}

export function crawlerText(seed: string, topic: string): string {
  return `${schemaLine('crawler', '../')}

# What to crawl of this site. The file is called like the host.
seeds:
  - ${value(seed)}

# scope:
#   include: [/articles/**]     # globs over path and query: * within a segment, ** across
#   exclude: ['**/print']

limits:
  # Of one run.
  pages: 1000

# A licence that is known from outside the pages, with the page that says so.
# licence: { id: CC-BY-4.0, evidence: https://example.org/licence }

# Topics pick crawlers by these.
tags: [${value(topic)}]
`;
}

export function topicText(topic: string): string {
  return `${schemaLine('topic', '../../')}

# \`garner crawl --topic ${topic}\` fetches, and \`garner build ${topic}\` makes the corpus storage/corpora/${topic}.
title: ${value(topic)}
# description: What it is about
# languages: [en]

# All crawlers that carry one of these tags.
tags: [${value(topic)}]
`;
}

export const ignoreText = 'node_modules/\nstorage/*\n!storage/README.md\n';
export const storageText =
  '# storage\n\nWhat comes out of Garner: the frontier, the ledger, the archive, refined pages, corpora and reports. Nothing here but this file is in git.\n';

export const readmeText = (topic: string): string => `# ${topic}

A corpus, gathered by [Garner](https://www.npmjs.com/package/garner).

\`\`\`sh
garner check                    # is the configuration in order?
garner crawl --topic ${topic}
garner build ${topic}
\`\`\`

What to crawl stands in \`crawlers/\`, how in \`config/\`, and what comes out in \`storage/\`.
`;
