import { ownValue } from "../../domain/own-value.ts";
import type { Volume } from "../../domain/workload/workload.ts";
import { hostPath } from "../../steps/form/words.ts";
import type { ComposeService, HandedFiles } from "./compose-shape.ts";

/** Top-level definitions of secrets and configurations. */
export interface Definitions {
  readonly secrets?: HandedFiles | undefined;
  readonly configs?: HandedFiles | undefined;
}

/**
 * Secrets and configurations of a service that are files: mounted read-only, like docker compose does. `note`
 * receives the others: their content is in no file that could be mounted, and a value that may be secret is not
 * stored.
 */
export function handedFiles(
  service: ComposeService,
  definitions: Definitions,
  folder: string,
  note: (text: string) => void,
): Volume[] {
  return (["secrets", "configs"] as const).flatMap((kind) =>
    (service[kind] ?? []).flatMap((reference): Volume[] => {
      const { source, target } = typeof reference === "string" ? { source: reference, target: undefined } : reference;
      const file = ownValue(definitions[kind] ?? {}, source)?.file;
      if (file === undefined) {
        note(`${kind} ${source} is left out: it is no file`);
        return [];
      }
      const path = placeOf(kind, target ?? source);
      return [{ name: source, path, from: hostPath(folder, file), readOnly: true, secret: true }];
    }),
  );
}

/** compose-spec, 05-services.md, "configs" and "secrets". */
function placeOf(kind: "secrets" | "configs", target: string): string {
  if (target.startsWith("/")) return target;
  return kind === "secrets" ? `/run/secrets/${target}` : `/${target}`;
}
