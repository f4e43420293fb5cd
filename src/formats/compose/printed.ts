import type { ScalarNode } from "./compose-node.ts";
import type { ComposeQuirks } from "./quirks.ts";

/** The output of `docker compose config --format json`. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export interface PrintOptions {
  readonly quirks: ComposeQuirks;
  /** The mask of a value from the environment or an env file; undefined for the value itself. */
  readonly mask: (names: readonly string[]) => string | undefined;
}

/** The mask of a value, or undefined. */
export function maskFor(node: ScalarNode, { mask }: PrintOptions): string | undefined {
  return node.from === undefined ? undefined : mask(node.from);
}

/** Docker compose prints a model that it could read again. */
export function dollars(text: string): string {
  return text.replaceAll("$", "$$$$");
}
