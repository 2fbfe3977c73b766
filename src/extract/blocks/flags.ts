import type { Element } from 'domhandler';
import { isHidden } from '../elements.ts';

/** What an element is for those within it; a block has the flags of all around it. */
export const Flag = {
  nav: 1,
  header: 1 << 1,
  footer: 1 << 2,
  aside: 1 << 3,
  main: 1 << 4,
  article: 1 << 5,
  form: 1 << 6,
  table: 1 << 7,
  list: 1 << 8,
  figure: 1 << 9,
  quote: 1 << 10,
  noscript: 1 << 11,
  details: 1 << 12,
  dialog: 1 << 13,
  hidden: 1 << 14,
  button: 1 << 15,
  section: 1 << 16,
  heading: 1 << 17,
  code: 1 << 18,
  definitions: 1 << 19,
  label: 1 << 20,
  tabs: 1 << 21,
  /** Hidden, and nothing a reader could open. */
  concealed: 1 << 22,
} as const;

export const flagCount = 23;

const byName: ReadonlyMap<string, number> = new Map(
  Object.entries({
    nav: Flag.nav,
    header: Flag.header,
    footer: Flag.footer,
    aside: Flag.aside,
    main: Flag.main,
    article: Flag.article,
    form: Flag.form,
    table: Flag.table,
    ul: Flag.list,
    ol: Flag.list,
    menu: Flag.list,
    figure: Flag.figure,
    blockquote: Flag.quote,
    noscript: Flag.noscript,
    details: Flag.details,
    dialog: Flag.dialog,
    button: Flag.button,
    section: Flag.section,
    h1: Flag.heading,
    h2: Flag.heading,
    h3: Flag.heading,
    h4: Flag.heading,
    h5: Flag.heading,
    h6: Flag.heading,
    pre: Flag.code,
    dl: Flag.definitions,
    label: Flag.label,
  }),
);

/** ARIA roles that say what an element's name would (ARIA in HTML). */
const byRole: ReadonlyMap<string, number> = new Map(
  Object.entries({
    navigation: Flag.nav,
    menu: Flag.nav,
    menubar: Flag.nav,
    banner: Flag.header,
    contentinfo: Flag.footer,
    complementary: Flag.aside,
    main: Flag.main,
    article: Flag.article,
    search: Flag.form,
    dialog: Flag.dialog,
    alertdialog: Flag.dialog,
    button: Flag.button,
    heading: Flag.heading,
    tablist: Flag.tabs,
    tab: Flag.tabs,
    tabpanel: Flag.tabs,
  }),
);

/** What a reader may open: a panel that something else names or controls, as far as its own markup tells. */
const OPENS = /panel|tab|accord|collaps|toggle|answer|faq|slide|expand|drawer-content|read-?more|description/i;

function isOpenable({ attribs }: Element): boolean {
  const { role, class: names = '', id = '', style = '' } = attribs;
  if (role === 'tabpanel' || role === 'region' || attribs['aria-labelledby'] !== undefined) return true;
  return OPENS.test(names) || OPENS.test(id) || /opacity/i.test(style);
}

/** The flags that the name and the role of an element add to those around it. */
export const saidFlags = ({ name, attribs: { role } }: Element): number =>
  (byName.get(name) ?? 0) | (role === undefined ? 0 : (byRole.get(role) ?? 0));

/** The flags an element adds to those around it. */
export function flagsOf(element: Element): number {
  const flags = saidFlags(element);
  if (!isHidden(element)) return flags;
  return flags | (isOpenable(element) ? Flag.hidden : Flag.hidden | Flag.concealed);
}
