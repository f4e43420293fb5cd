import type { ReachItem } from "../domain/workload/reach.ts";

/**
 * Names of the internet, as BuildKit calls what it fetches for ADD (solver/llbsolver, source identifiers): with a dot, and a last label that no notation of
 * an IP address has. Written so that Go's RE2 and JavaScript read the same: the engine gets this very list.
 */
const publicSource =
  "^(?:https?|git|ssh)://(?:[^/@?#]*@)?(?:[A-Za-z0-9_-]+\\.)+[A-Za-z][A-Za-z0-9-]+(?::[0-9]+)?(?:[/?#].*)?$";
/** Names that lead to this machine or its network (RFC 6761, RFC 6762, RFC 8375; what Docker, Google's cloud and home routers use). */
const nearSource =
  "^[a-z]+://(?:[^/@?#]*@)?(?:[^/@?#:]*\\.)?(?:localhost|local|localdomain|internal|intranet|private|lan|home|corp|home\\.arpa|in-addr\\.arpa|ip6\\.arpa|test|invalid)(?::[0-9]*)?(?:[/?#].*)?$";
const anySource = "^(?:https?|git|ssh)://";

const isPublic = new RegExp(publicSource, "u");
const isNear = new RegExp(nearSource, "iu");

/** Scheme, host and port of what an ADD has the builder fetch from a place that is not known to be on the internet. */
type Origin = string;

/**
 * ADDs that fetch from this machine or its network. The builder itself does that, in the engine's own network, where no rule for containers holds:
 * `ADD http://127.0.0.1:2375/...` reads what listens on this machine alone. What the text hides behind variables the engine refuses (`sourcePolicy`).
 */
export function nearFetches(dockerfile: string): readonly Origin[] {
  const origins = new Set<Origin>();
  for (const line of logicalLines(dockerfile)) {
    if (!/^\s*(?:ONBUILD\s+)?ADD\s/iu.test(line)) continue;
    for (const word of line.split(/[\s,"']/u)) {
      const origin = originOf(word);
      if (origin !== undefined) origins.add(origin);
    }
  }
  return [...origins];
}

export function fetchItem(origin: Origin): ReachItem {
  return {
    kind: "build",
    value: `ADD=${origin}`,
    what: "has the builder fetch from this machine or its network, out of the engine's own network",
  };
}

/**
 * BuildKit's source policy (sourcepolicy/pb, `match_type` as its JSON has it): nothing is fetched but from the internet and from what was agreed to.
 * Rules hold one after the other, the last that fits decides. Images are none of it: FROM names them.
 */
export function sourcePolicy(agreed: readonly Origin[]): string {
  const rule = (action: "ALLOW" | "DENY", identifier: string) => ({
    action,
    selector: { identifier, match_type: "REGEX" },
  });
  return JSON.stringify({
    rules: [
      rule("DENY", anySource),
      rule("ALLOW", publicSource),
      rule("DENY", `(?i)${nearSource}`),
      ...agreed.map((origin) => rule("ALLOW", `^(?:https?|git|ssh)://${literally(hostOf(origin))}(?:[/?#].*)?$`)),
    ],
  });
}

/** A repository that ADD names by its http address is fetched as `git://`: the host and port were agreed to. */
function hostOf(origin: Origin): string {
  return origin.slice(origin.indexOf("://") + 3);
}

function literally(text: string): string {
  return text.replaceAll(/[!-/:-@[-`{-~]/gu, "\\$&");
}

function originOf(word: string): Origin | undefined {
  const match = /^(?:https?|git|ssh):\/\/[^/?#\\$]+/u.exec(word);
  if (match === null) return undefined;
  const [origin] = match;
  return isPublic.test(origin) && !isNear.test(origin) ? undefined : origin;
}

/** Whatever the escape is: a line that ends with either goes on. */
function logicalLines(text: string): string[] {
  return text
    .split(/\r?\n/u)
    .filter((line) => !/^\s*#/u.test(line))
    .join("\n")
    .replaceAll(/[\\`][ \t]*\n/gu, "")
    .split("\n");
}
