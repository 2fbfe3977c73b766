import type { PageSurvey } from '../../survey.ts';
import { arxiv } from './arxiv.ts';
import { github } from './github.ts';
import { mediawiki } from './mediawiki.ts';
import type { Platform } from './platform.ts';
import { stackExchange } from './stack-exchange.ts';

export type { Platform } from './platform.ts';

const platforms: readonly Platform[] = [stackExchange, arxiv, github, mediawiki];

/** The platform that a page is one of, or null. */
export const platformOf = (page: PageSurvey, url: URL): Platform | null => platforms.find((platform) => platform.serves(page, url)) ?? null;
