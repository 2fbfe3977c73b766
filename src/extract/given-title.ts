import { mendLine } from './mend.ts';

const BY_PROGRAM =
  /^(?:untitled|microsoft word|powerpoint|(?:document|presentation|slide) ?\d+$|slide 1\b)|\.(?:docx?|odt|pdf|rtf|tex|indd|pptx?|xlsx?|html?)$/i;

/** The title in the properties of a document; what a program put there by itself is none. */
export const givenTitle = (title: string | null | undefined): string | null =>
  title === null || title === undefined || BY_PROGRAM.test(title.trim()) ? null : mendLine(title);
