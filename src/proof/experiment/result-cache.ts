/** Results of earlier runs, so that no experiment is repeated. A missing cache is not an error. */
export interface ResultCache {
  /** The result of an equal experiment; undefined if there is none. */
  get(question: unknown): Promise<unknown>;
  put(question: unknown, answer: unknown): Promise<void>;
}

export const emptyCache: ResultCache = { get: async () => undefined, put: async () => {} };
