import type { RepositoryFact } from "../../src/facts/repository/repository-fact.ts";

/** No other file says anything of the images. */
export const quietRepository: RepositoryFact = {
  namedContexts: undefined,
  children: undefined,
  otherContext: undefined,
  mention: () => undefined,
};
