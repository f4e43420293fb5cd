/** Answers of earlier runs, so that what was asked once is not asked again. Nothing fails for want of them. */
export interface Known {
  /** The answer to an equal question, as it was put; undefined when there is none. */
  get(question: unknown): Promise<unknown>;
  put(question: unknown, answer: unknown): Promise<void>;
}

export const nothingKnown: Known = { get: async () => undefined, put: async () => {} };
