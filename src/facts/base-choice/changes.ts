import type { BaseCandidate } from "../../domain/image/base-choice.ts";
import type { BaseTraits } from "./describe-base.ts";

type Compared = Pick<BaseTraits, "libc" | "runtimes" | "os" | "user" | "shell" | "packageManagers">;

/** What changes for whoever moves from the base in use to another. What can break an application comes first. */
export function changesTo(inUse: Compared, other: Compared): BaseCandidate["changes"] {
  const changes: BaseCandidate["changes"][number][] = [];
  if (inUse.libc !== other.libc && inUse.libc !== "unknown" && other.libc !== "unknown") {
    changes.push({
      kind: "libc",
      text: `libc changes from ${inUse.libc} to ${other.libc}: compiled modules and programs must be built for it`,
    });
  }
  for (const [product, before] of versionsOf(inUse.runtimes)) {
    const after = versionsOf(other.runtimes).get(product);
    if (after === undefined) {
      changes.push({ kind: "major", text: `${product} is gone` });
      continue;
    }
    if (after === before) continue;
    const major = release(product, before) !== release(product, after);
    changes.push({ kind: major ? "major" : "other", text: `${product} ${before} becomes ${after}` });
  }
  if (inUse.os !== other.os) changes.push({ kind: "os", text: `${inUse.os} becomes ${other.os}` });
  if (inUse.user !== other.user) changes.push({ kind: "other", text: `the default user becomes ${other.user}` });
  if (inUse.shell && !other.shell)
    changes.push({ kind: "other", text: "no shell: RUN, shell-form CMD and HEALTHCHECK need exec forms" });
  if (inUse.packageManagers.length > 0 && other.packageManagers.length === 0)
    changes.push({ kind: "other", text: "no package manager: install in an earlier stage" });
  const order = ["libc", "major", "os", "other"] as const;
  return changes.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

function versionsOf(runtimes: readonly string[]): Map<string, string> {
  return new Map(
    runtimes.map((text) => {
      const blank = text.lastIndexOf(" ");
      return [text.slice(0, blank), text.slice(blank + 1)];
    }),
  );
}

/** Python, PHP, Ruby, Perl and Go change their behaviour with the second number, Node and Java with the first. */
function release(product: string, version: string): string {
  const depth = product === "Node.js" || product === "Java" ? 1 : 2;
  return version.split(".").slice(0, depth).join(".");
}
