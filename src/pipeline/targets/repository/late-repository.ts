import { lstatSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { repositoryFact, unknownRepository, type RepositoryFact } from "../../../facts/repository/repository-fact.ts";
import type { RepositoryIndex } from "../../../facts/repository/repository-index.ts";
import { isBeneath } from "../../../sources/files/confined-path.ts";

/** Facts from the repository around a Dockerfile. Its files are read after a rule has used the fact, outside the time limit of a text. */
export interface LateRepository {
  /** The fact for rules; before reading, a reason for every use. */
  readonly fact: () => RepositoryFact;
  /** Reads the repository if a rule used `fact`; true: the text has to be evaluated again. */
  read(): Promise<boolean>;
}

const notYet = unknownRepository("the repository was not read");

/** Reads each repository once: thousands of Dockerfiles may be in one. */
export function repositoryReader(
  signal?: AbortSignal,
): (dockerfile: string, within: string, contextReason?: string) => LateRepository {
  const indexes = new Map<string, RepositoryIndex>();
  return (dockerfile, within, contextReason) => {
    const root = repositoryTop(dockerfile, within);
    const path = relative(root, dockerfile).split(sep).join("/");
    let fact: RepositoryFact | undefined;
    let isAnswerDue = false;
    return {
      fact() {
        const index = indexes.get(root);
        isAnswerDue = index === undefined;
        if (index === undefined) return notYet;
        return (fact ??= repositoryFact(index, { path, ...(contextReason !== undefined && { contextReason }) }));
      },
      async read() {
        if (!isAnswerDue) return false;
        isAnswerDue = false;
        const { readRepository } = await import("./read-repository.ts");
        // Another Dockerfile may have caused the reading meanwhile.
        if (!indexes.has(root)) indexes.set(root, await readRepository(root, { signal }));
        return true;
      },
    };
  };
}

/** The outermost Git repository around the Dockerfile, from `within` down; else `within`. All absolute. */
export function repositoryTop(dockerfile: string, within: string): string {
  const way = relative(within, dirname(dockerfile));
  if (!isBeneath(way)) return within;
  let at = within;
  for (const name of ["", ...way.split(sep)]) {
    at = resolve(at, name);
    if (lstatSync(join(at, ".git"), { throwIfNoEntry: false }) !== undefined) return at;
  }
  return within;
}
