import { fileAsk, item, asList, pairs, shortText, type Ask } from "./asks.ts";
import { isRecord } from "../../domain/is-record.ts";

/** Keys of `build` that only describe the image (compose-spec, build.md). hullproof does not build it: images must exist already. */
const plain =
  /^(?:args|dockerfile_inline|labels|no_cache|no_cache_filter|platforms|provenance|pull|sbom|tags|target|x-.*)$/u;

/** Host access of a service's build, which `docker compose build` may have had or will have. */
export function buildAsks(value: unknown): readonly Ask[] {
  if (!isRecord(value)) return value === null ? [] : [fileAsk(shortText(value), "build", "is built from")];
  const context = value["context"] === undefined ? "." : shortText(value["context"]);
  return Object.entries(value).flatMap(([key, inner]): readonly Ask[] => {
    if (plain.test(key)) return [];
    if (key === "context") return [fileAsk(context, "build", "is built from")];
    if (key === "dockerfile")
      return [fileAsk(resolveBelow(context, shortText(inner)), "build", "is built by the Dockerfile of")];
    if (key === "additional_contexts") {
      // Another stage, service or image is not a path of this machine.
      const localContexts = pairs(inner).filter(([, to]) => !/^(?:docker-image|service|target):/u.test(shortText(to)));
      return localContexts.map(([, to]) => fileAsk(shortText(to), "build", "is built with"));
    }
    return asList(inner).map((option) =>
      item("build", `${key}=${shortText(option)}`, "reaches beyond the build's own files"),
    );
  });
}

function resolveBelow(context: string, path: string): string {
  return path.startsWith("/") ? path : `${context}/${path}`;
}
