import { stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { Failure } from "../../domain/failure.ts";
import type { Vulnerability } from "../../domain/vulnerability.ts";
import { mergeScanner, type MergedScanner } from "../../facts/scanners/merge-scanner.ts";
import { pathRules } from "../../sources/programs/path-rules.ts";
import type { ScanSubject } from "../../sources/scanners/scanner.ts";
import type { Context } from "../context.ts";
import { imageTarget } from "../image/image-target.ts";
import type { AskedAdvisories } from "./ask-advisories.ts";
import type { Inventory } from "./inventory.ts";

interface Wish {
  /** `trivy`, `grype`. */
  readonly scanner: string;
  /** TARGET as it was given. */
  readonly target: string;
  /** It may fetch its database over the network. */
  readonly update: boolean;
}

/** Another scanner is asked about the same target and held against our answer. Throws `Failure` (`bad-usage`, `scanner-failed`, ...). */
export async function compareScanner(
  { scanner, target, update }: Wish,
  ours: readonly Vulnerability[],
  inventory: Inventory,
  asked: AskedAdvisories | { readonly missing: string },
  context: Context,
): Promise<MergedScanner> {
  const subject = await subjectOf(target, inventory, context.cwd);
  const { askScanner } = await import("../../sources/scanners/ask-scanner.ts");
  const env = context.env ?? process.env;
  const report = await askScanner({
    scanner,
    subject,
    update,
    env,
    rules: pathRules(context.cwd, subject.kind === "image" ? [] : [subject.name], env),
    cacheHome: env["XDG_CACHE_HOME"] || join(homedir(), ".cache"),
    progress: context.progress,
    ...(context.signal && { signal: context.signal }),
    run: context.run,
  });
  if ("missing" in asked) return mergeScanner(ours, report, { packages: inventory.packages, gap: () => asked.missing });
  const { info, said, denies, gap } = asked;
  return mergeScanner(ours, report, {
    packages: inventory.packages,
    gap,
    ...(info.date !== undefined && { date: info.date }),
    said: (id, found) => {
      const text = said(found.name, id) ?? (found.source && said(found.source.name, id));
      return text === undefined ? undefined : { text, denied: denies(found, id) };
    },
  });
}

/** The target as another program finds it. */
async function subjectOf(target: string, { bill }: Inventory, cwd: string): Promise<ScanSubject> {
  if (bill !== undefined) {
    if (target === "-") throw notThere("an SBOM on standard input");
    return { kind: "sbom", name: resolve(cwd, target.replace(/^sbom:/, "")) };
  }
  const { kind, name } = await imageTarget(target, cwd);
  switch (kind) {
    case "daemon":
      return { kind: "image", name };
    case "docker-archive":
    case "rootfs":
      return { kind, name: resolve(cwd, name) };
    case "oci": {
      const isFolder = (await stat(resolve(cwd, name)).catch(() => undefined))?.isDirectory() === true;
      return { kind: isFolder ? "oci-folder" : "oci-archive", name: resolve(cwd, name) };
    }
    case "registry":
      throw notThere("an image that is only in a registry");
    case "container":
      throw notThere("a container's changes");
  }
}

function notThere(what: string): Failure {
  return new Failure("bad-usage", `another scanner cannot be shown ${what}`, {
    hint: "Pull or save the image and name that, or leave --with away.",
  });
}
