import { repositoryFact, type RepositoryFact } from "../src/facts/repository/repository-fact.ts";
import { indexFile, repositoryIndex } from "../src/facts/repository/repository-index.ts";
import type { RepositoryLink } from "../src/facts/repository/repository-texts.ts";

/** Texts of a repository by their paths. */
export type Files = Readonly<Record<string, string>>;

/** What they say of the Dockerfile at `own`. */
export function factOf(files: Files, own = "Dockerfile", links: readonly RepositoryLink[] = []): RepositoryFact {
  const all = Object.entries(files).map(([path, text]) => ({ path, text }));
  return repositoryFact(repositoryIndex(all.map(indexFile), { links }), { path: own });
}

/** A Compose file with a service of these lines. */
export function service(...lines: readonly string[]): string {
  return ["services:", "  web:", ...lines.map((line) => `    ${line}`), ""].join("\n");
}

/** A workflow with a job of these steps. */
export function step(...lines: readonly string[]): string {
  return ["jobs:", "  a:", "    steps:", ...lines.map((line) => `      ${line}`), ""].join("\n");
}
