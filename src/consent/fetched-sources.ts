import type { ReachItem } from "../domain/workload/host-access.ts";

/**
 * Names on the internet, as BuildKit identifies the sources of ADD (solver/llbsolver, source identifiers): with a
 * dot, and with a last label that no notation of an IP address has. Go's RE2 and JavaScript must read the pattern
 * alike: the engine gets this very list.
 */
const publicSource =
  "^(?:https?|git|ssh)://(?:[^/@?#]*@)?(?:[A-Za-z0-9_-]+\\.)+[A-Za-z][A-Za-z0-9-]+(?::[0-9]+)?(?:[/?#].*)?$";
/** Names that resolve to this machine or its network (RFC 6761, RFC 6762, RFC 8375; names of Docker, Google's cloud and home routers). */
const nearSource =
  "^[a-z]+://(?:[^/@?#]*@)?(?:[^/@?#:]*\\.)?(?:localhost|local|localdomain|internal|intranet|private|lan|home|corp|home\\.arpa|in-addr\\.arpa|ip6\\.arpa|test|invalid)(?::[0-9]*)?(?:[/?#].*)?$";
const anySource = "^(?:https?|git|ssh)://";

const isPublic = new RegExp(publicSource, "u");
const isNear = new RegExp(nearSource, "iu");

/** Scheme, host and port of an ADD source that is not known to be on the internet. */
type Origin = string;

/**
 * ADD instructions that fetch from this machine or its network. The builder does that in the engine's own network,
 * where no firewall rule for containers applies: `ADD http://127.0.0.1:2375/...` reads a service that listens on this
 * machine only. The engine refuses sources hidden behind variables (`sourcePolicy`).
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
 * BuildKit's source policy (sourcepolicy/pb, `match_type` as in its JSON): allows sources on the internet and the
 * agreed ones. Rules apply in order, and the last match wins. Images are not covered: FROM names them.
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

/** BuildKit fetches a repository with an http address as `git://`: the user agreed to its host and port. */
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

/** A line continues after either escape character, whichever is in effect. */
function logicalLines(text: string): string[] {
  return text
    .split(/\r?\n/u)
    .filter((line) => !/^\s*#/u.test(line))
    .join("\n")
    .replaceAll(/[\\`][ \t]*\n/gu, "")
    .split("\n");
}
