import type { Said } from "../../../domain/container-spec/written-container.ts";
import { isNull, mapIn, textIn, type ComposeNode, type MapNode } from "../../../formats/compose/compose-node.ts";
import type { SaidReader } from "./said-reader.ts";

/** Secrets and configs of a service that its project takes from an environment or from the file itself (docker/compose, pkg/compose/secrets.go). */
export function copiedOf({ items, said, pointer }: SaidReader, model: MapNode): readonly Said<string>[] {
  return (["secrets", "configs"] as const).flatMap((kind) =>
    items(kind).flatMap((node) => {
      const name = node.kind === "map" ? textIn(node.entries.get("source")) : textIn(node);
      const declared = name === undefined ? undefined : mapIn(model, kind).get(name);
      return name !== undefined && isCopied(declared) ? [said(node, pointer(kind), name)] : [];
    }),
  );
}

function isCopied(declared: ComposeNode | undefined): boolean {
  if (declared?.kind !== "map") return false;
  return ["environment", "content"].some((key) => !isNull(declared.entries.get(key)));
}
