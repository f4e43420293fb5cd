import { findSecretValues } from "./find-secret-values.ts";
import { createMasker } from "./masker.ts";
import type { Masker, SecretValue } from "./secret-value.ts";

/** Masks the secrets of these texts and `more`; they are searched for when the first text is masked. */
export function maskerOf(texts: Iterable<string>, more: readonly SecretValue[] = []): Masker {
  const all = [...texts];
  let masker: Masker | undefined;
  return (text) => (masker ??= createMasker([...all.flatMap(findSecretValues), ...more]))(text);
}
