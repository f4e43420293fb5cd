import type { Snapshot } from "../../domain/report/report.ts";
import { bytesText } from "./units.ts";

export interface ComparisonRow {
  readonly label: string;
  readonly before: string;
  readonly after: string;
  /** `unknown` if a side was not measured or neither is better. */
  readonly change: "better" | "worse" | "same" | "unknown";
  /** `-29 %`, `-12` */
  readonly delta: string;
  /** Present if both sides are numbers and fewer are better. */
  readonly amounts?: { readonly before: number; readonly after: number };
}

export interface ComparisonGroup {
  readonly title: string;
  readonly rows: readonly ComparisonRow[];
}

type Lower = (snapshot: Snapshot) => number | undefined;

/** The before/after table. */
export function comparison(before: Snapshot, after: Snapshot): ComparisonGroup[] {
  const lower = (label: string, read: Lower, show: (value: number) => string = String, unknownText = "not checked") => {
    const [a, b] = [read(before), read(after)];
    const text = (value: number | undefined) => (value === undefined ? unknownText : show(value));
    return {
      ...row(label, text(a), text(b), betterIfLower(a, b), deltaText(a, b, show === bytesText)),
      ...(a !== undefined && b !== undefined && { amounts: { before: a, after: b } }),
    };
  };
  const limit = (label: string, read: Lower, show: (value: number) => string) => {
    const unlimited: Lower = (snapshot) => read(snapshot) ?? Number.POSITIVE_INFINITY;
    const text = (value: number | undefined) => (value === undefined ? "no limit" : show(value));
    const change = betterIfLower(unlimited(before), unlimited(after));
    return row(label, text(read(before)), text(read(after)), change);
  };
  const flag = (label: string, read: (snapshot: Snapshot) => boolean, yes: string, no: string) =>
    row(
      label,
      read(before) ? yes : no,
      read(after) ? yes : no,
      betterIfLower(read(before) ? 0 : 1, read(after) ? 0 : 1),
    );
  return [
    {
      title: "Image",
      rows: [
        lower("Size", (one) => one.sizeBytes, bytesText),
        lower("Layers", (one) => one.layers),
        lower("Wasted space", (one) => one.wastedBytes, bytesText),
        lower("Packages", (one) => one.packages),
        row("Base image", baseText(before), baseText(after), "same"),
        lower("Base: pending updates", (one) => one.base?.pendingUpdates),
        lower("CVEs they fix", (one) => one.base?.pendingCves),
        lower("Pending updates", (one) => one.pendingUpdates),
        lower("CVEs they fix", (one) => one.pendingCves),
        // Requires an advisory store.
        ...(before.knownVulnerabilities === undefined && after.knownVulnerabilities === undefined
          ? []
          : [
              lower("Known vulnerabilities", (one) => one.knownVulnerabilities),
              lower("Critical and high ones", (one) => one.severeVulnerabilities),
            ]),
        lower("Set-uid and set-gid files", (one) => one.setuidFiles),
      ],
    },
    {
      title: "Runtime",
      rows: [
        row("User", before.user, after.user, betterIfLower(rootness(before.user), rootness(after.user))),
        lower("Capabilities", (one) => one.capabilities),
        flag("Root file system", (one) => one.readOnlyRootfs, "read-only", "writable"),
        row("Writable paths", pathsText(before), pathsText(after), betterIfLower(openness(before), openness(after))),
        flag("No new privileges", (one) => one.noNewPrivileges, "on", "off"),
        limit("Memory limit", (one) => one.memoryBytes, bytesText),
        limit("CPU limit", (one) => one.cpus, String),
        limit("PIDs limit", (one) => one.pids, String),
      ],
    },
  ];
}

/** `python:3.13-slim (built on local/python)` */
function baseText({ base }: Snapshot): string {
  if (base === undefined) return "unknown";
  return base.standIn === undefined ? base.name : `${base.name} (built on ${base.standIn})`;
}

function row(label: string, before: string, after: string, change: ComparisonRow["change"], delta = ""): ComparisonRow {
  return { label, before, after, change, delta };
}

function betterIfLower(before: number | undefined, after: number | undefined): ComparisonRow["change"] {
  if (before === undefined || after === undefined) return "unknown";
  return after < before ? "better" : after > before ? "worse" : "same";
}

function deltaText(before: number | undefined, after: number | undefined, relative: boolean): string {
  if (before === undefined || after === undefined || before === after) return "";
  const sign = after < before ? "\u2212" : "+";
  if (!relative) return `${sign}${Math.abs(after - before)}`;
  return before === 0 ? "" : `${sign}${Math.round((Math.abs(after - before) / before) * 100)} %`;
}

/** 1 for root, 0 for any other user; an empty user is root. */
function rootness(user: string): number {
  return /^(root|0|)(:|$)/.test(user.trim()) ? 1 : 0;
}

function openness({ writablePaths }: Snapshot): number {
  return writablePaths === "all" ? Number.POSITIVE_INFINITY : writablePaths.length;
}

function pathsText({ writablePaths }: Snapshot): string {
  if (writablePaths === "all") return "all";
  return writablePaths.length === 0 ? "none" : writablePaths.join(", ");
}
