import type { Manifest } from "../../../sources/advisories/store/manifest.ts";
import type { Compiled, FileOutcome } from "./compile.ts";
import type { Rejected } from "../../../vulnerabilities/advisories/collect.ts";

/** Result of `advisories build`, and its JSON. */
export interface BuildReport {
  readonly schemaVersion: 1;
  readonly store: { readonly folder: string; readonly serial: number; readonly shards: number; readonly bytes: number };
  readonly files: readonly FileOutcome[];
  /** The shards that this build made, by name. */
  readonly shards: readonly Manifest["shards"][number][];
  readonly facts?: {
    readonly kev: number;
    readonly epss: number;
    readonly lifeCycles: number;
    readonly support: number;
  };
  /** Records skipped on purpose, by reason. */
  readonly leftOut: readonly { readonly why: string; readonly count: number }[];
  /** Records that no format could parse, by name. */
  readonly malformed: readonly Rejected[];
  /** Earlier content of the store that is no longer readable. */
  readonly lost?: string;
}

interface BuildResult {
  readonly output: string;
  readonly compiled: Compiled;
  readonly manifest: Manifest;
  readonly lost: string | undefined;
}

export function buildReport({ output, compiled, manifest, lost }: BuildResult): BuildReport {
  const { collected, files, facts } = compiled;
  const builtNames = new Set(collected.shards.map(({ name }) => name));
  const { kev, epss, lifeCycles, support } = collected.facts;
  return {
    schemaVersion: 1,
    store: {
      folder: output,
      serial: manifest.serial,
      shards: manifest.shards.length,
      bytes: manifest.shards.reduce((sum, { bytes }) => sum + bytes, manifest.facts?.bytes ?? 0),
    },
    files,
    shards: manifest.shards.filter(({ name }) => builtNames.has(name)).sort((a, b) => (a.name < b.name ? -1 : 1)),
    ...(facts !== undefined && {
      facts: { kev: kev.length, epss: epss.length, lifeCycles: lifeCycles.length, support: support.length },
    }),
    leftOut: [...collected.leftOut]
      .map(([reason, count]) => ({ why: reason, count }))
      .sort((a, b) => b.count - a.count || (a.why < b.why ? -1 : 1)),
    malformed: collected.malformed,
    ...(lost !== undefined && { lost }),
  };
}

const maxMalformed = 20;

/** The text report. `build --format json` has everything that it shortens. */
export function buildText({ store, files, shards, facts, leftOut, malformed, lost }: BuildReport): string {
  const lines: string[] = [];
  const width = Math.max(...shards.map(({ name }) => name.length), 5);
  if (lost !== undefined) lines.push(`The store was begun again: ${lost}`, "");
  for (const { name, advisories, packages, bytes, sources } of shards) {
    const dated = sources.map((source) => `${source.name} ${source.date}`).join(", ");
    lines.push(
      `${name.padEnd(width)}  ${plural(advisories, "advisory", "advisories")} on ${plural(packages, "package")}, ${kilobytes(bytes)}  (${dated})`,
    );
  }
  if (facts !== undefined) {
    const { kev, epss, lifeCycles, support } = facts;
    lines.push(
      `${"facts".padEnd(width)}  ${number(kev)} known exploited, ${number(epss)} exploit predictions, ${number(lifeCycles)} life cycles, ${number(support)} support limits`,
    );
  }
  const unread = files.filter(({ formats }) => formats.length === 0);
  if (unread.length > 0) lines.push("", `Not read, of no known form: ${shortList(unread.map(({ file }) => file))}.`);
  for (const { file, unknown, formats } of files) {
    if (unknown === undefined || formats.length === 0) continue;
    lines.push("", `${file}: ${plural(unknown.count, "document")} of no known form, the first is ${unknown.first}.`);
  }
  if (leftOut.length > 0) lines.push("", "Left out on purpose:");
  for (const { why, count } of leftOut) lines.push(`  ${number(count).padStart(7)}  ${why}`);
  if (malformed.length > 0) lines.push("", `Not understood (${number(malformed.length)}):`);
  for (const { what, why } of malformed.slice(0, maxMalformed)) lines.push(`  ${what}: ${why}`);
  if (malformed.length > maxMalformed) {
    lines.push(`  and ${number(malformed.length - maxMalformed)} more; --format json names each.`);
  }
  lines.push(
    "",
    `${store.folder} holds ${plural(store.shards, "shard")}, ${kilobytes(store.bytes)}, serial ${store.serial}.`,
  );
  return `${lines.join("\n")}\n`;
}

function shortList(names: readonly string[]): string {
  const firstNames = names.slice(0, 5).join(", ");
  return names.length > 5 ? `${firstNames} and ${number(names.length - 5)} more` : firstNames;
}

function plural(count: number, singular: string, many = `${singular}s`): string {
  return `${number(count)} ${count === 1 ? singular : many}`;
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1_000).toFixed(1)} kB`;
}
