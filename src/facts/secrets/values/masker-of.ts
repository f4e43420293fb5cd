import { findSecretValues } from "./find-secret-values.ts";
import { createMasker } from "./masker.ts";
import type { Masker } from "./secret-value.ts";

/** Masks what these texts hold; it is searched for when the first text is masked. */
export function maskerOf(texts: Iterable<string>): Masker {
  const all = [...texts];
  let masker: Masker | undefined;
  return (text) => (masker ??= createMasker(all.flatMap(findSecretValues)))(text);
}
