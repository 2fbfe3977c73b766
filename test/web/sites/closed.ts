import { failure, html, type Site } from '../page.ts';
import { SiteMaker } from '../site-maker.ts';

/** A host whose robots.txt cannot be had: nobody knows what is allowed, so nothing may be asked. */
export function closed(): Site {
  const site = new SiteMaker('closed.test');
  const because = 'robots.txt answers 503, which means wait';
  site.serve('/robots.txt', failure(503, 'Service Unavailable'));
  for (const path of ['/', '/rules']) site.serve(path, html('<p>The office is closed for repairs.</p>'), { outcome: 'waiting', because });
  return site.done();
}
