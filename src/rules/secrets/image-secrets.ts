import type { Evidence } from "../../domain/finding/finding.ts";
import type { SecretFound } from "../../domain/image/image-info.ts";

type Place = SecretFound["place"];
type In<Kind extends Place["in"]> = SecretFound & { readonly place: Extract<Place, { readonly in: Kind }> };
export type FileSecret = In<"file">;

/** Those found in places of one kind. */
export function secretsIn<Kind extends Place["in"]>(
  secrets: readonly SecretFound[],
  ...kinds: readonly Kind[]
): readonly In<Kind>[] {
  return secrets.filter((secret): secret is In<Kind> => kinds.some((kind) => kind === secret.place.in));
}

/** One list a file, in the order of the facts: a file with ten tokens is one finding. */
export function byFile(secrets: readonly FileSecret[]): readonly (readonly [FileSecret, ...FileSecret[]])[] {
  const files = new Map<string, [FileSecret, ...FileSecret[]]>();
  for (const secret of secrets) {
    const key = `${secret.place.layer}\0${secret.place.path}`;
    const fileSecrets = files.get(key);
    if (fileSecrets === undefined) files.set(key, [secret]);
    else fileSecrets.push(secret);
  }
  return [...files.values()];
}

/** The gravest of a list. */
export function mostSevere([first, ...others]: readonly [SecretFound, ...SecretFound[]]): SecretFound["severity"] {
  const order = ["error", "warning", "info"] as const;
  return others.reduce<SecretFound["severity"]>(
    (worst, { severity }) => (order.indexOf(severity) < order.indexOf(worst) ? severity : worst),
    first.severity,
  );
}

/** Location of a masked secret: a report is more public than the image. */
export function secretEvidence({ kind, title, masked, place }: FileSecret): Evidence {
  return {
    kind: "setting",
    pointer: `${place.path}, line ${place.line}`,
    value: `${title} (${kind}): ${masked}`,
  };
}
