import { buildCommand } from "@stricli/core";
import { severities } from "../domain/finding/finding.ts";
import type { CliContext } from "./cli-context.ts";
import {
  allowRulesFlag,
  baselineFlag,
  configFlag,
  enforceFlag,
  formatFlag,
  isoDate,
  modeFlag,
  progressFlag,
  quietFlag,
  switchFlag,
  textFlag,
  categoryFlag,
} from "./flags.ts";
import { openBaseline } from "./open-baseline.ts";
import { formatNames } from "./render-report.ts";
import { failsScan, type ScanFailOn } from "./scan-fails.ts";
import { refuseUnknown } from "./refuse-unknown.ts";
import { deliverReport, type Output, outputsFlag } from "./outputs.ts";
import { openSession } from "./session.ts";

interface Flags {
  readonly format: string;
  readonly failOn: ScanFailOn;
  readonly baseline?: string;
  readonly only?: "fixable";
  readonly inUse: boolean;
  readonly all: boolean;
  readonly learned?: string;
  readonly vex?: readonly string[];
  readonly with?: readonly string[];
  readonly withUpdate: boolean;
  readonly author?: string;
  readonly product?: string;
  readonly advisories?: string;
  readonly advisoriesDate?: string;
  readonly updates: "auto" | "none";
  readonly platform?: string;
  readonly output?: readonly Output[];
  readonly category?: string;
  readonly mode?: number;
  readonly config?: string;
  readonly enforce?: readonly string[];
  readonly allowRules: boolean;
  readonly progress: "auto" | "plain" | "json" | "none";
  readonly quiet: boolean;
}

export const scanCommand = buildCommand<Flags, [string], CliContext>({
  docs: {
    brief: "Known vulnerabilities of an image or an SBOM, and the steps that fix them",
    fullDescription: [
      "TARGET is an image of the engine, an archive, an OCI layout, a root file system or an SBOM (CycloneDX, SPDX, syft,",
      "purls); `-` reads one from standard input. A prefix says which: daemon: docker-archive: oci: registry: container: rootfs: sbom:",
      "Without advisories only the updates from the image's own package sources are known, and the report says so.",
      "",
      "Example:  hullproof scan myapp:1.0",
      "          hullproof scan --fail-on critical --only fixable myapp:1.0",
      "          hullproof scan --format sarif --output scan.sarif sbom.cdx.json",
      "",
      "Exit 0: nothing at or above --fail-on. 1: vulnerabilities. 2: it could not be scanned, or another scanner gave no answer.",
    ].join("\n"),
  },
  parameters: {
    positional: {
      kind: "tuple",
      parameters: [{ brief: "Image, archive, folder or SBOM", parse: String, placeholder: "TARGET" }],
    },
    flags: {
      format: formatFlag(formatNames("scan")),
      failOn: {
        kind: "enum",
        values: [...severities, "critical", "high", "medium", "low", "never"],
        brief: "Exit 1 when there is a finding or a vulnerability of this severity or above.",
        default: "error",
      },
      baseline: baselineFlag,
      only: { kind: "enum", values: ["fixable"], brief: "Only vulnerabilities that have a fix.", optional: true },
      inUse: switchFlag("Only vulnerabilities in packages that --learned saw in use, or about which it cannot tell."),
      all: switchFlag("Also list vulnerabilities that their vendor calls negligible; otherwise they are only counted."),
      learned: textFlag(
        "JSON report of `learn --report` or `harden`, which says which files the workload opened",
        "FILE",
      ),
      vex: {
        kind: "parsed",
        parse: String,
        brief: "Statements on which vulnerabilities do not matter here: OpenVEX, CycloneDX or CSAF. May be repeated.",
        optional: true,
        variadic: true,
        placeholder: "FILE",
      },
      with: {
        kind: "parsed",
        parse: String,
        brief:
          "Also ask another scanner, and say where it differs: trivy or grype, installed or as an image. May be repeated.",
        optional: true,
        variadic: true,
        placeholder: "NAME",
      },
      withUpdate: switchFlag("That scanner may download or renew its database; otherwise it works without a network."),
      author: textFlag("Author of the statements of --format openvex", "NAME"),
      product: textFlag(
        "Product that they are about, instead of the image: a purl, or packages, for an image without a registry's digest",
        "PURL|packages",
      ),
      advisories: textFlag("Folder of the advisory store, instead of HULLPROOF_DATA", "DIR"),
      advisoriesDate: {
        kind: "parsed",
        parse: isoDate,
        brief: "Leave out statements published after DATE, so that a scan can be repeated.",
        optional: true,
        placeholder: "DATE",
      },
      updates: {
        kind: "enum",
        values: ["auto", "none"],
        brief: "auto asks the image's own package sources, in a container of the image, for pending updates.",
        default: "auto",
      },
      platform: textFlag("Which image of a multi-platform one; by default this machine's", "OS/ARCH"),
      output: outputsFlag("scan"),
      category: categoryFlag,
      mode: modeFlag,
      config: configFlag,
      enforce: enforceFlag,
      allowRules: allowRulesFlag,
      progress: progressFlag,
      quiet: quietFlag,
    },
  },
  async func(flags, target) {
    const { scan } = await import("../pipeline/verbs/scan/scan.ts");
    await refuseUnknown(flags.enforce, flags.allowRules);
    await using session = openSession(this, flags, [target]);
    const {
      platform,
      updates,
      learned,
      vex = [],
      advisories,
      advisoriesDate: asOf,
      only,
      inUse,
      with: otherScanners = [],
      withUpdate,
    } = flags;
    const narrowingFlag = only === "fixable" ? "--only fixable" : inUse ? "--in-use" : undefined;
    const compareWithBaseline = await openBaseline(
      flags.baseline,
      { partly: narrowingFlag && `it may be left out by ${narrowingFlag}` },
      session.context,
    );
    const scanned = await scan(
      target,
      {
        platform,
        updates,
        learned,
        vex,
        with: otherScanners,
        withUpdate,
        advisories,
        asOf,
        fixable: only === "fixable",
        inUse,
        stdin: () => this.readStdin(),
      },
      session.context,
    );
    const report = compareWithBaseline(scanned);
    await deliverReport(this, report, flags);
    const broken = report.rules.flatMap(({ verdict, reason }) =>
      verdict === "failed" ? [reason ?? "a rule broke"] : [],
    );
    for (const reason of broken) this.process.stderr.write(`hullproof: ${reason}\n`);
    const { scannersFailed = [], unread = [] } = report;
    if (unread.length > 0) (await import("./rules-here.ts")).tellUnusable(this, { unread });
    for (const { message, hint = "" } of scannersFailed)
      this.process.stderr.write(`hullproof: ${message}${hint === "" ? "" : `\n  ${hint}`}\n`);
    if (broken.length > 0 || scannersFailed.length > 0 || unread.length > 0) this.process.exitCode = 2;
    else if (failsScan(report, flags.failOn)) this.process.exitCode = 1;
  },
});
