import { type Focus, focusOf, type TopicConfig } from '../config/topic.ts';
import { termScore } from './bm25.ts';
import { compared, MIN_LABELS } from './compare.ts';
import { trainClassifier } from './classifier.ts';
import { TermIndex } from './terms.ts';

/** What of a document its relevance is told from. */
export interface TopicDocument {
  readonly title: string | null;
  readonly text: string;
  readonly url: string;
  /** BCP 47 tag; null when it is not known. */
  readonly language: string | null;
}

/** A document of which somebody has said whether it is on the topic. */
export interface Labelled {
  readonly document: TopicDocument;
  readonly relevant: boolean;
}

/** By what documents are scored, and why. */
export interface Judge {
  readonly kind: 'terms' | 'classifier';
  readonly labels: number;
  /** Of both over the labelled documents, 0 to 1, each scored by what had not seen it; null with too few labels to tell. */
  readonly averagePrecision: { readonly terms: number; readonly classifier: number } | null;
}

/** How much documents are about one topic. */
export interface Relevance {
  readonly topic: string;
  readonly minimumScore: number;
  readonly judge: Judge;
  /** 0 to 1. Pure: the same document has the same score, whatever was scored before. */
  score(document: TopicDocument): number;
}

/**
 * Makes a topic's terms ready to score documents. With 100 labelled documents or more, a classifier that is trained on them takes their place
 * if it ranks them better, when either sees them for the first time. Null for a topic without terms: nothing is off it.
 */
export function openRelevance(topic: TopicConfig, labelled: readonly Labelled[] = []): Relevance | null {
  const focus = focusOf(topic);
  return focus === null ? null : relevanceOf(focus, labelled);
}

/** The same for who knows the topic's terms alone. */
export function relevanceOf({ topic, terms, minimumScore }: Focus, labelled: readonly Labelled[] = []): Relevance {
  const index = new TermIndex(terms);
  const byTerms = (document: TopicDocument): number => termScore(index, document);
  const labels = labelled.length;
  const averagePrecision = labels < MIN_LABELS ? null : compared(labelled, byTerms);
  const learns = averagePrecision !== null && averagePrecision.classifier > averagePrecision.terms;
  return {
    topic,
    minimumScore,
    judge: { kind: learns ? 'classifier' : 'terms', labels, averagePrecision },
    score: learns ? trainClassifier(labelled) : byTerms,
  };
}
