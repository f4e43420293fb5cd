import { detectors, scan } from "./scan.ts";

const byForm: ReadonlySet<string> = new Set(detectors.flatMap(({ kind, by }) => (by === undefined ? [kind] : [])));

/** Whether a text holds a token in the form that one provider gives to its own: it opens something, wherever it stands. */
export function holdsProviderSecret(text: string): boolean {
  const hits = scan(new TextEncoder().encode(text), undefined);
  return hits.some(({ kind, form, severity }) => form === "token" && severity === "error" && byForm.has(kind));
}
