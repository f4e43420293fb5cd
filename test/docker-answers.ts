import { readFileSync } from "node:fs";

/**
 * What Docker 26.1.5 says of small Dockerfiles (`docker buildx build --print=outline`). parseDockerfile must say the same, and
 * test/engine/parser-oracle.test.ts asks a real engine whether this still holds.
 */
interface Answers {
  /** Each may follow `FROM scratch`, also all of them together. */
  readonly acceptedLines: readonly string[];
  readonly acceptedFiles: readonly string[];
  /** Each makes Docker refuse the file when it follows `FROM scratch`. */
  readonly refusedLines: readonly string[];
  /** Every one has a FROM: without any, engines of this age crash. */
  readonly refusedFiles: readonly string[];
  /** Refused by Docker 26, whose BuildKit is of 2024, and taken by the BuildKit of 2026. */
  readonly newerLines: readonly string[];
}

export const { acceptedLines, acceptedFiles, refusedLines, refusedFiles, newerLines }: Answers = JSON.parse(
  readFileSync(new URL("docker-answers.json", import.meta.url), "utf8"),
);
