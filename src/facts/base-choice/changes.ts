import type { BaseCandidate } from "../../domain/image/base-choice.ts";
import type { BaseTraits } from "./describe-base.ts";

type Compared = Pick<BaseTraits, "libc" | "runtimes" | "os" | "user" | "shell" | "packageManagers">;

/** The changes when moving from the base in use to another. Breaking ones come first. */
export function changesTo(inUse: Compared, candidate: Compared): BaseCandidate["changes"] {
  const changes: BaseCandidate["changes"][number][] = [];
  if (inUse.libc !== candidate.libc && inUse.libc !== "unknown" && candidate.libc !== "unknown") {
    changes.push({
      kind: "libc",
      text: `libc changes from ${inUse.libc} to ${candidate.libc}: compiled modules and programs must be built for it`,
    });
  }
  for (const [product, oldVersion] of versionsOf(inUse.runtimes)) {
    const newVersion = versionsOf(candidate.runtimes).get(product);
    if (newVersion === undefined) {
      changes.push({ kind: "major", text: `${product} is gone` });
      continue;
    }
    if (newVersion === oldVersion) continue;
    const major = release(product, oldVersion) !== release(product, newVersion);
    changes.push({ kind: major ? "major" : "other", text: `${product} ${oldVersion} becomes ${newVersion}` });
  }
  if (inUse.os !== candidate.os) changes.push({ kind: "os", text: `${inUse.os} becomes ${candidate.os}` });
  if (inUse.user !== candidate.user)
    changes.push({ kind: "other", text: `the default user becomes ${candidate.user}` });
  if (inUse.shell && !candidate.shell)
    changes.push({ kind: "other", text: "no shell: RUN, shell-form CMD and HEALTHCHECK need exec forms" });
  if (inUse.packageManagers.length > 0 && candidate.packageManagers.length === 0)
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
