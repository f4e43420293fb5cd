import { fingerprint } from "./fingerprint.ts";

/** Unique fingerprints: equal identities get `:1`, `:2` and so on, as GitHub's upload action numbers them. */
export function counting(): (identity: string) => string {
  const counts = new Map<string, number>();
  return (identity) => {
    const hash = fingerprint(identity);
    const count = (counts.get(hash) ?? 0) + 1;
    counts.set(hash, count);
    return `${hash}:${count}`;
  };
}
