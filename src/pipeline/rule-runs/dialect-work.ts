import type { DialectText } from "../../dialects/text-dialect.ts";
import type { TextDialectName } from "../../domain/container/text-dialects.ts";
import type { Rendered } from "../../domain/report/rendered.ts";
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
  /** A rendered text, which is not a file: settings of its source apply. */
  readonly rendered?: Rendered;
}
