import { fingerprint } from "./fingerprint.ts";

/** Fingerprints of identities, each once: of equal ones the first ends in `:1`, as GitHub's upload action counts them. */
export function counting(): (identity: string) => string {
  const counts = new Map<string, number>();
  return (identity) => {
    const hash = fingerprint(identity);
    const count = (counts.get(hash) ?? 0) + 1;
    counts.set(hash, count);
    return `${hash}:${count}`;
  };
}
