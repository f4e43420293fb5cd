import type { ScalarNode } from "./compose-node.ts";
import type { Ways } from "./ways.ts";

/** What `docker compose config --format json` prints. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export interface PrintOptions {
  readonly ways: Ways;
  /** What is printed in place of a value that came from the environment or an env file; undefined for the value itself. */
  readonly mask: (names: readonly string[]) => string | undefined;
}

/** What stands for a value: its mask, or undefined. */
export function maskFor(node: ScalarNode, { mask }: PrintOptions): string | undefined {
  return node.from === undefined ? undefined : mask(node.from);
}

/** Docker compose prints a model that it could read again. */
export function dollars(text: string): string {
  return text.replaceAll("$", "$$$$");
}
