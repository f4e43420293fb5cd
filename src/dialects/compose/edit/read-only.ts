import { isMap, isSeq } from "yaml";
import { scalarText } from "../../../edits/yaml/tokens.ts";
import { childOf } from "./project-parts.ts";
import { valueIn, type Service } from "./service.ts";

/**
 * Why compose would not start the service with a read-only root: secrets and configs of `content` or `environment` are copied into the
 * container (docker compose: "'file' is the sole supported option"), and `use_api_socket` makes such a config.
 */
export function copiedInto({ project, written, parents }: Service): string | undefined {
  const parts = [...written.flat(), ...parents];
  const socket = parts.some((part) => /^true$/i.test(scalarText(valueIn(part, ["use_api_socket"])) ?? ""));
  if (socket) return "use_api_socket copies a file into the container, which compose refuses under read_only";
  for (const key of ["secrets", "configs"]) {
    const used = new Set(parts.flatMap((part) => sourcesIn(valueIn(part, [key]))));
    for (const yaml of project.texts.values()) {
      if ("refused" in yaml) continue;
      for (const { contents } of yaml.documents)
        for (const name of used) {
          const definition = childOf(childOf(contents, key), name);
          const contentKey = ["content", "environment"].find(
            (contentField) => childOf(definition, contentField) !== undefined,
          );
          if (contentKey !== undefined)
            return `${key}.${name} comes from \`${contentKey}\`, which compose copies into the container and refuses under read_only; give it as \`file\``;
        }
    }
  }
  return undefined;
}

function sourcesIn(list: unknown): readonly string[] {
  if (!isSeq(list)) return [];
  return list.items.flatMap((item) => {
    const source = isMap(item) ? childOf(item, "source") : item;
    return scalarText(source) ?? [];
  });
}
