import type { Config } from "../../domain/config.ts";
import type { BaseInfo } from "../../facts/bases.ts";
import type { DockerfileFact } from "../../facts/dockerfile.ts";
import type { RefusalsFact } from "../../facts/refusals.ts";
import type { ShellCheckFact } from "../../facts/shell-scripts.ts";
import { dockerfileFact } from "../../facts/stages.ts";
import { readDockerfile } from "../../sources/dockerfile/parse.ts";
import { checkDocument, judgeDockerfile, withRefusals } from "./check-text.ts";
import type { Checked } from "./checked.ts";
import { basesFact } from "./known-bases.ts";
import type { Surroundings } from "./surroundings.ts";

/** A text with all that its judgement needs, as plain data: it may have to be done in another thread. */
export interface TextWork {
  readonly kind: "dockerfile" | "document";
  readonly path: string;
  readonly text: string;
  readonly config: Config;
  readonly cwd: string;
  /** ISO date. */
  readonly today: string;
  readonly bases?: ReadonlyMap<string, BaseInfo>;
  readonly shellcheck?: ShellCheckFact;
  readonly missing: NonNullable<Surroundings["missing"]>;
}

/** A Dockerfile that was read, beside what Docker refuses of it. */
export interface ReadText {
  readonly dockerfile?: DockerfileFact;
  readonly refused?: RefusalsFact;
}

export function readText({ path, text }: Pick<TextWork, "path" | "text">): ReadText {
  const { parsed, refusals } = readDockerfile(path, text);
  return {
    ...(parsed !== undefined && { dockerfile: dockerfileFact(parsed) }),
    ...(refusals.length > 0 && { refused: { file: path, text, refusals } }),
  };
}

/** Everything that is worked out of one text, without waiting for anything. `context` is what a build of it would be sent. */
export function judgeText(work: TextWork, context: Surroundings["context"], read?: ReadText): Checked {
  const { kind, path, text, config, bases, shellcheck, missing } = work;
  if (kind === "document") return checkDocument(path, text, config, work);
  const { dockerfile, refused } = read ?? readText(work);
  const known = {
    ...(context && { context }),
    ...(bases && { bases: basesFact(bases) }),
    ...(shellcheck && { shellcheck }),
    missing,
  };
  if (dockerfile !== undefined) {
    const judged = judgeDockerfile(dockerfile, config, work, known);
    return refused === undefined ? judged : withRefusals(judged, refused, dockerfile);
  }
  const nothing = { target: { id: path, kind, name: path }, run: { results: [], findings: [], fixes: [] } };
  return refused === undefined ? nothing : withRefusals(nothing, refused);
}

/** Where targets are done that the calling thread must not be kept busy by. Throws `Failure`. */
export interface Apart {
  text(work: TextWork): Promise<Checked>;
  image(name: string): Promise<Checked>;
}
