/** What is wrong with a contact, a topic, a site; null when nothing is. */
export const contactFault = (text: string): string | null =>
  /^(?:https:\/\/\S+\.\S+|mailto:[^@\s]+@[^@\s]+)$/.test(text)
    ? null
    : `${text} is no contact: give an https: page about your crawl or a mailto: address`;

export const topicFault = (text: string): string | null =>
  /^[a-z0-9][a-z0-9-]*$/.test(text) ? null : `${text} cannot name a corpus: lower-case letters, digits and - are what it is made of`;

/** An address with its scheme. */
export const siteOf = (text: string): string => (/^[a-z][a-z0-9+.-]*:(?!\d)/i.test(text) ? text : `https://${text}`);

export const siteFault = (text: string): string | null => {
  const url = URL.parse(siteOf(text));
  return url !== null && /^https?:$/.test(url.protocol) && url.hostname.includes('.')
    ? null
    : `${text} is not an address that can be crawled: give one such as https://example.org/`;
};
