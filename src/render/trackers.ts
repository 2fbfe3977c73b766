/** Domains whose scripts measure and advertise: nothing that they do makes text. */
const TRACKERS: ReadonlySet<string> = new Set(
  `adnxs.com adsrvr.org amazon-adsystem.com amplitude.com app-measurement.com bat.bing.com beacon.qq.com bugsnag.com chartbeat.com chartbeat.net
  clarity.ms cloudflareinsights.com cnzz.com cookiebot.com cookielaw.org criteo.com criteo.net crazyegg.com demdex.net doubleclick.net
  facebook.net fullstory.com google-analytics.com googleadservices.com googlesyndication.com googletagmanager.com googletagservices.com
  heap.io heapanalytics.com hm.baidu.com hotjar.com hotjar.io hs-analytics.net intercom.io mixpanel.com moatads.com mouseflow.com newrelic.com
  nr-data.net omtrdc.net onetrust.com optimizely.com outbrain.com parsely.com permutive.com plausible.io posthog.com pubmatic.com quantcount.com
  quantserve.com rubiconproject.com scorecardresearch.com segment.com segment.io sentry.io sentry-cdn.com snap.licdn.com statcounter.com taboola.com
  tealiumiq.com umeng.com mc.yandex.ru zdassets.com`.split(/\s+/),
);

/** Whether a host is one of those, or below one. */
export function isTracker(host: string): boolean {
  for (let name = host; name.includes('.'); name = name.slice(name.indexOf('.') + 1)) if (TRACKERS.has(name)) return true;
  return false;
}
