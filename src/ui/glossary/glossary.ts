import raw from './glossary.json' with { type: 'json' };

/** A term of the field. */
export interface Term {
  term: string;
  /** Other names for it. */
  also?: readonly string[];
  means: string;
  matters: string;
  /** Id of the scenario that shows it. */
  lesson?: string;
  /** Algorithms that have to do with it, as `seam/policy`. */
  policies?: readonly string[];
  /** How stories say it, where whoever is new to the field needs it explained there. */
  said?: readonly string[];
}

export const glossary: readonly Term[] = raw;

/** Where the page of all terms is, from the root of the site. */
export const GLOSSARY_PATH = 'glossary/';

/** The term in an address: `little-s-law`. */
export function slugOf(term: string): string {
  return term
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
