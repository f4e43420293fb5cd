import { fileAsk, item, listed, pairs, shown, type Ask } from "./asks.ts";
import { isRecord } from "../../domain/is-record.ts";

/** Keys of `build` that only say what is built (compose-spec, build.md). hullproof builds none of it: images must be there already. */
const plain =
  /^(?:args|dockerfile_inline|labels|no_cache|no_cache_filter|platforms|provenance|pull|sbom|tags|target|x-.*)$/u;

/** What the build of a service would reach, which `docker compose build` may have done or will do. */
export function buildAsks(value: unknown): readonly Ask[] {
  if (!isRecord(value)) return value === null ? [] : [fileAsk(shown(value), "build", "is built from")];
  const context = value["context"] === undefined ? "." : shown(value["context"]);
  return Object.entries(value).flatMap(([key, inner]): readonly Ask[] => {
    if (plain.test(key)) return [];
    if (key === "context") return [fileAsk(context, "build", "is built from")];
    if (key === "dockerfile")
      return [fileAsk(beneath(context, shown(inner)), "build", "is built by the Dockerfile of")];
    if (key === "additional_contexts") {
      // Another stage, service or image is no place of this machine.
      const named = pairs(inner).filter(([, to]) => !/^(?:docker-image|service|target):/u.test(shown(to)));
      return named.map(([, to]) => fileAsk(shown(to), "build", "is built with"));
    }
    return listed(inner).map((one) => item("build", `${key}=${shown(one)}`, "reaches beyond the build's own files"));
  });
}

function beneath(context: string, path: string): string {
  return path.startsWith("/") ? path : `${context}/${path}`;
}
