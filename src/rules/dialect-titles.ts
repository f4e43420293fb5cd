import type { Dialect } from "../domain/container/container-spec.ts";
import type { Rule } from "./rule.ts";

/** Reader's name of each dialect; run lines of both engines share one. */
const titles: readonly (readonly [Dialect, string])[] = [
  ["docker", "`docker run` lines"],
  ["podman", "`podman run` lines"],
  ["nerdctl", "`nerdctl run` lines"],
  ["compose", "Compose files"],
  ["kubernetes", "Kubernetes manifests"],
  ["quadlet", "Quadlet units"],
  ["engine", "containers of an engine"],
];

/** Dialects of a rule on containers, in words. */
export function dialectTitles({ dialects }: Pick<Rule, "dialects">): readonly string[] {
  return titles.filter(([dialect]) => dialects?.includes(dialect) ?? true).map(([, title]) => title);
}
