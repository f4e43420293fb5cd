import type { Located } from "../../../domain/container/container-spec.ts";
import { isNull, mapIn, textIn, type ComposeNode, type MapNode } from "../../../formats/compose/compose-node.ts";
import type { SaidReader } from "./said-reader.ts";

/** Secrets and configs of a service that its project reads from an environment or from the file itself (docker/compose, pkg/compose/secrets.go). */
export function copiedOf({ items, said, pointer }: SaidReader, model: MapNode): readonly Located<string>[] {
  return (["secrets", "configs"] as const).flatMap((kind) =>
    items(kind).flatMap((node) => {
      const name = node.kind === "map" ? textIn(node.entries.get("source")) : textIn(node);
      const definition = name === undefined ? undefined : mapIn(model, kind).get(name);
      return name !== undefined && isCopied(definition) ? [said(node, pointer(kind), name)] : [];
    }),
  );
}

function isCopied(definition: ComposeNode | undefined): boolean {
  if (definition?.kind !== "map") return false;
  return ["environment", "content"].some((key) => !isNull(definition.entries.get(key)));
}
