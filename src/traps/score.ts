import type { Breadth } from './pattern.ts';

/** What a page that is worth its request takes from the score of its patterns; one that is not adds 1. */
export const WORTH = -4;

/**
 * Scores at which a pattern is left alone. A score grows by one with each page that brings nothing, sinks by four with each that brings something, and
 * never below 0 (a CUSUM test, Page 1954): a pattern of which a fifth of the pages are worth it goes on for ever, and one that has run dry ends so
 * many pages later, however much it gave before. Broader patterns need more, so that a trap is cut off as narrowly as it can be.
 */
export const LIMITS: Readonly<Record<Breadth, number>> = { form: 40, section: 80, host: 120 };

export const scored = (before: number, by: number): number => Math.max(0, before + by);
