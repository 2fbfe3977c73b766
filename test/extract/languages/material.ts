/** What a language lends to the pages that are made of it. */
export interface Material {
  readonly lang: string;
  readonly dir?: 'rtl';
  readonly site: string;
  readonly title: string;
  readonly author: string;
  readonly byline: string;
  readonly date: string;
  readonly nav: readonly string[];
  readonly heads: readonly string[];
  readonly paragraphs: readonly string[];
  readonly items: readonly string[];
  readonly replies: readonly string[];
  readonly related: readonly string[];
  readonly relatedHead: string;
  readonly share: string;
  readonly footer: readonly string[];
}
