import type { Dialect } from "../domain/container-spec/written-container.ts";
import type { Rule } from "./rule.ts";

/** As a reader names what says how a container is run; run lines of both engines are one to them. */
const titles: readonly (readonly [Dialect, string])[] = [
  ["docker", "`docker run` lines"],
  ["podman", "`podman run` lines"],
  ["nerdctl", "`nerdctl run` lines"],
  ["compose", "Compose files"],
  ["kubernetes", "Kubernetes manifests"],
  ["quadlet", "Quadlet units"],
  ["engine", "containers of an engine"],
];

/** What a rule on containers makes sense for, in words. */
export function dialectTitles({ dialects }: Pick<Rule, "dialects">): readonly string[] {
  return titles.filter(([dialect]) => dialects?.includes(dialect) ?? true).map(([, title]) => title);
}
