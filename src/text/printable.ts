/** C0 and C1 controls, and the characters that reorder or hide text on a terminal. */
const CONTROLS = /[\u0000-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]+/g;

/** Text from outside made fit for one line of a terminal: control characters become a space. */
export function printable(text: string): string {
  return text.toWellFormed().replace(CONTROLS, ' ');
}
