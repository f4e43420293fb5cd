import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { Failure } from "../../../domain/failure.ts";
import type { Vulnerability } from "../../../domain/advisory/vulnerability.ts";
import type { ScannerFailure, ScannerReport } from "../../../domain/report/scanner-report.ts";
import { mergeScanners, type MergedScanners } from "../../../vulnerabilities/comparing/merge-scanners.ts";
import type { Grounds } from "../../../vulnerabilities/comparing/why-only-theirs.ts";
import { pathRules } from "../../../sources/paths/path-rules.ts";
import { userFolders } from "../../../sources/paths/user-folders.ts";
import type { ScanSubject } from "../../../sources/scanners/scanner.ts";
import type { Context } from "../../context.ts";
import { imageTarget } from "../../image/image-target.ts";
import type { AskedAdvisories } from "../../vulnerabilities/ask-advisories.ts";
import type { Inventory } from "../../vulnerabilities/inventory.ts";

interface ComparisonRequest {
  /** `trivy`, `grype`. */
  readonly scanners: readonly string[];
  /** TARGET from the command line. */
  readonly target: string;
  /** Allow network access for its database. */
  readonly update: boolean;
}

export interface ComparedScanners extends MergedScanners {
  readonly failed: readonly ScannerFailure[];
}

/**
 * Runs other scanners on the same target in order, and compares their results with ours. A failed one removes nothing: it is
 * among `failed`. Throws `Failure` (`bad-usage`) for an unsupported target, and the reason of an interruption.
 */
export async function compareScanners(
  { scanners, target, update }: ComparisonRequest,
  ours: readonly Vulnerability[],
  inventory: Inventory,
  advisories: AskedAdvisories | { readonly missing: string },
  context: Context,
): Promise<ComparedScanners> {
  const subject = await subjectOf(target, inventory, context.cwd);
  const { askScanner } = await import("../../../sources/scanners/ask-scanner.ts");
  const env = context.env ?? process.env;
  const rules = pathRules(context.cwd, subject.kind === "image" ? [] : [subject.name], env);
  const { cache } = userFolders(env, rules);
  const reports: ScannerReport[] = [];
  const failed: ScannerFailure[] = [];
  for (const scanner of new Set(scanners)) {
    try {
      reports.push(
        await askScanner({
          scanner,
          subject,
          update,
          env,
          rules,
          ...(cache !== undefined && { cacheHome: cache }),
          progress: context.progress,
          ...(context.signal && { signal: context.signal }),
          run: context.run,
        }),
      );
    } catch (error) {
      context.signal?.throwIfAborted();
      if (!(error instanceof Failure) || error.code === "bad-usage" || error.code === "interrupted") throw error;
      failed.push({ scanner, message: error.message, ...(error.hint !== undefined && { hint: error.hint }) });
    }
  }
  return { ...mergeScanners(ours, reports, groundsOf(inventory, advisories)), failed };
}

function groundsOf(inventory: Inventory, advisories: AskedAdvisories | { readonly missing: string }): Grounds {
  if ("missing" in advisories) return { packages: inventory.packages, gap: () => advisories.missing };
  const { info, said, denies, gap } = advisories;
  return {
    packages: inventory.packages,
    gap,
    ...(info.date !== undefined && { date: info.date }),
    said: (id, vulnerablePackage) => {
      const text =
        said(vulnerablePackage.name, id) ?? (vulnerablePackage.source && said(vulnerablePackage.source.name, id));
      return text === undefined ? undefined : { text, denied: denies(vulnerablePackage, id) };
    },
  };
}

/** The target in the form that another program opens. */
async function subjectOf(target: string, { sbom }: Inventory, cwd: string): Promise<ScanSubject> {
  if (sbom !== undefined) {
    if (target === "-") throw unsupportedTarget("an SBOM on standard input");
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
      throw unsupportedTarget("an image that is only in a registry");
    case "container":
      throw unsupportedTarget("a container's changes");
  }
}

function unsupportedTarget(subject: string): Failure {
  return new Failure("bad-usage", `another scanner cannot be shown ${subject}`, {
    hint: "Pull or save the image and name that, or leave --with out.",
  });
}
