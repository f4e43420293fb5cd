import type { SecretFound } from "../../domain/image/image-info.ts";
import { titleOf } from "./scan.ts";
import type { SecretInFile } from "./secrets-probe.ts";
import { compareText } from "../../text/compare-text.ts";

/** What the probe said about one file of one layer. */
export interface SecretsExtract {
  readonly layer: number;
  readonly path: string;
  readonly value: readonly SecretInFile[];
  /** Layer that deleted or replaced the file. */
  readonly hiddenBy?: number;
}

/**
 * The secrets of all layers by path, layer and line. A file that later layers write again (chmod, a copy of it) holds the same
 * secret in each: it is reported once, where the final file system shows it, else in the layer that brought it, hidden by the last.
 * Secrets are told apart by kind and mask alone; a hash of a short password would give it away.
 */
export function fileSecrets(extracts: readonly SecretsExtract[]): SecretFound[] {
  const places = extracts.flatMap(({ layer, path, value, hiddenBy }) =>
    value.map((secret) => ({ layer, path, hiddenBy, ...secret })),
  );
  const same = Map.groupBy(places, ({ path, kind, masked }) => `${path}\0${kind}\0${masked}`);
  return [...same.values()]
    .flatMap((group) => {
      const shown = group.filter(({ hiddenBy }) => hiddenBy === undefined);
      const layer =
        shown.length > 0 ? Math.max(...shown.map((one) => one.layer)) : Math.min(...group.map((one) => one.layer));
      const hiddenBy = shown.length > 0 ? undefined : Math.max(...group.map((one) => one.hiddenBy ?? one.layer));
      return group.filter((one) => one.layer === layer).map((one) => ({ ...one, hiddenBy }));
    })
    .toSorted(
      (a, b) => compareText(a.path, b.path) || a.layer - b.layer || a.line - b.line || compareText(a.kind, b.kind),
    )
    .map(({ kind, severity, masked, layer, path, line, hiddenBy }) => ({
      kind,
      title: titleOf(kind),
      severity,
      masked,
      place: { in: "file", layer, path, line, ...(hiddenBy !== undefined && { hiddenBy }) },
    }));
}
