/** Marks of pages that stand in front of a site and ask who is there; looked for in lower case. */
const marks: readonly string[] = [
  'cdn-cgi/challenge-platform', // Cloudflare
  'cf-chl-',
  'cf_chl_',
  'just a moment...',
  'attention required! | cloudflare',
  'enable javascript and cookies to continue',
  'checking your browser',
  'checking if the site connection is secure',
  'ddos protection by',
  'ddos-guard',
  '_incapsula_resource', // Imperva
  'captcha-delivery.com', // DataDome
  'perimeterx',
  'px-captcha',
  'awswafintegration', // AWS WAF
  'awswafcookiedomainlist',
  'gokuprops',
  'sucuri_cloudproxy',
  'errors.edgesuite.net', // Akamai
  'bm-verify',
  'acw_sc__v2', // Alibaba Cloud
  'aliyun_waf',
  'within.website/x/cmd/anubis',
  'making sure you&#39;re not a bot',
  "making sure you're not a bot",
  'g-recaptcha',
  'recaptcha/api',
  'hcaptcha.com',
  'challenges.cloudflare.com',
  'geetest',
  'verify you are human',
  'verify that you are human',
  'are you a robot',
  'are you human',
  'unusual traffic',
  '人机验证',
  '安全验证',
  '访问验证',
];

/** HTML by its own look; the media type lies too often to be asked. */
export function looksLikeHtml(text: string): boolean {
  const start = text.slice(0, 2000).trimStart().toLowerCase();
  return start.startsWith('<') || /<(?:!doctype html|html|head|body|script)[\s>]/.test(start);
}

/** Whether HTML that came instead of a robots.txt asks for a proof of being human, or sets a cookie by script and reloads. */
export function isChallenge(html: string): boolean {
  const text = html.slice(0, 100_000).toLowerCase();
  if (marks.some((mark) => text.includes(mark))) return true;
  return text.includes('document.cookie') && /location\s*(?:\.\s*(?:reload|replace|href)|=)/.test(text);
}
