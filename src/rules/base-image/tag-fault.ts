import type { BaseReference } from "../../facts/dockerfile/dockerfile.ts";

/** `none`: no tag at all; `latest`; `moving`: another tag that goes with it, such as `latest-alpine`. */
export type TagFault = "none" | "latest" | "moving";

/** Undefined where the tag is fixed, or can't be known. */
export function tagFault(base: BaseReference): TagFault | undefined {
  if (base.kind === "image") {
    if (base.digest !== undefined || hasReleaseInName(base.name ?? "")) return undefined;
    if (base.tag === undefined) return "none";
    if (base.tag === "latest") return "latest";
    return base.tag.startsWith("latest-") ? "moving" : undefined;
  }
  if (base.kind !== "unresolved") return undefined;
  // A variable without a default at the end of the name: empty unless the build gives it.
  if (/^[^$@:]*[a-z0-9]\$(\w+|\{\w+\})$/i.test(base.text)) return "none";
  // For any value of the variable before it, the name after the last slash has no tag, or this one.
  const slash = base.text.lastIndexOf("/");
  const front = base.text.slice(0, Math.max(slash, 0));
  const tail = /^[a-z0-9][\w.-]*(:latest)?$/.exec(base.text.slice(slash + 1));
  return tail && front.includes("$") && !front.includes("@") ? (tail[1] === undefined ? "none" : "latest") : undefined;
}

/** `gcr.io/distroless/base-debian12` has no tags of releases: the name is one. */
function hasReleaseInName(name: string): boolean {
  return /^gcr\.io\/distroless\/[a-z0-9-]{1,60}-debian\d{1,2}$/.test(name);
}
