import type { DialectText } from "../../dialects/text-dialect.ts";
import type { TextDialectName } from "../../domain/container/text-dialects.ts";
import type { Config } from "../../domain/settings/config.ts";
import type { ComparisonFacts } from "./comparison-facts.ts";

/** A file of a dialect with all input of its evaluation, as plain data for another thread. */
export interface DialectWork extends DialectText, ComparisonFacts {
  readonly kind: TextDialectName;
  readonly config: Config;
  readonly cwd: string;
  /** ISO date. */
  readonly today: string;
  readonly allRules?: boolean;
  /** The folder whose search found the file; undefined if the user named it. */
  readonly within?: string;
}
