import { isTextDialect } from "../../domain/container/text-dialects.ts";
import type { Config } from "../../domain/settings/config.ts";
import type { BaseInfo } from "../../domain/dockerfile/base-info.ts";
import type { ShellCheckFact } from "../../facts/dockerfile/shell-scripts.ts";
import type { TargetResult } from "./target-result.ts";
import type { ComparisonFacts } from "./comparison-facts.ts";
import type { ComposeWork } from "./compose-work.ts";
import type { DialectWork } from "./dialect-work.ts";
import type { TextContext } from "./text-context.ts";

export type Work = TextWork | ComposeWork | DialectWork;

export function isDialectWork(work: Work): work is DialectWork {
  return isTextDialect(work.kind);
}

/** A text with all input of its evaluation, as plain data for another thread. */
export interface TextWork extends ComparisonFacts {
  readonly kind: "dockerfile" | "document";
  readonly path: string;
  readonly text: string;
  readonly config: Config;
  readonly cwd: string;
  /** ISO date. */
  readonly today: string;
  readonly allRules?: boolean;
  readonly bases?: ReadonlyMap<string, BaseInfo>;
  readonly shellcheck?: ShellCheckFact;
  readonly missing: NonNullable<TextContext["missing"]>;
  /** Absolute: the repository of the named folder, which may be read. */
  readonly within?: string;
  /** Reads only builds from the repository's other files. */
  readonly withoutRepository?: true;
  /** Texts of one call share a number: what a thread read around one of them applies to the next. */
  readonly call?: number;
}

/** Evaluates targets outside the calling thread, which must stay responsive. Throws `Failure`. */
export interface IsolatedWorker {
  text(work: Work): Promise<TargetResult>;
  image(name: string): Promise<TargetResult>;
}
