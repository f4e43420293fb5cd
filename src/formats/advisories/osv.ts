import { ownValue } from "../../domain/own-value.ts";
import type { AdvisorySeverity } from "../../domain/advisory/advisory.ts";
import { bitnamiRecord } from "./bitnami-record.ts";
import { dayOf, fieldsOf, isFields, sorted, textOf, textsOf, type Fields } from "./fields.ts";
import type { AdvisoryFormat } from "./advisory-format.ts";
import { noticeOf } from "./notice.ts";
import { osvShard } from "./osv-shard.ts";
import { osvSource, osvSources } from "./osv-source.ts";
import { severityWord } from "./severity-word.ts";
import type { Parsed, RangeEvent } from "../../domain/advisory/statement.ts";
import { summaryOf } from "./summary.ts";
import { listOf } from "../json/values.ts";

/** https://ossf.github.io/osv-schema/ */
export default {
  name: "osv",
  title: "OSV records",
  sources: osvSources,
  value(value, path) {
    if (!("id" in value) || !("affected" in value || "withdrawn" in value || "modified" in value)) return undefined;
    return readRecord(value, path);
  },
} satisfies AdvisoryFormat;

function* readRecord(record: Fields, path: string): Generator<Parsed> {
  const id = textOf(record["id"], 128);
  if (id === undefined || /\s/.test(id)) {
    yield { kind: "malformed", what: path, why: "its id is not text without blanks" };
    return;
  }
  if (textOf(record["withdrawn"]) !== undefined) {
    yield { kind: "left-out", what: id, why: "withdrawn" };
    return;
  }
  if (!Array.isArray(record["affected"])) {
    yield { kind: "left-out", what: id, why: "names no package" };
    return;
  }
  const shared = sharedOf(id, record);
  for (const affected of record["affected"] as unknown[]) {
    const read = readAffected(id, record, affected, shared);
    yield read;
    // Package URLs have modules of Go in lower case: https://github.com/package-url/purl-spec, "golang".
    if (read.kind !== "statement" || read.shard !== "golang") continue;
    const name = read.advisory.package.toLowerCase();
    if (name !== read.advisory.package) yield { ...read, advisory: { ...read.advisory, package: name } };
  }
}

function sharedOf(id: string, record: Fields) {
  const { name: source, bundles } = osvSource(id);
  const ids = (key: string): string[] =>
    textsOf(ownValue(record, key)).filter((alias) => alias.length <= 128 && !/\s/.test(alias));
  // `UBUNTU-CVE-2024-1` is that CVE as one distribution sees it.
  const embeddedCve = /-(CVE-\d{4}-\d+)$/.exec(id)?.[1];
  const aliases = [...ids("aliases"), ...(embeddedCve === undefined ? [] : [embeddedCve])].filter(
    (alias) => alias !== id,
  );
  const covers = bundles
    ? [...ids("related"), ...ids("upstream"), ...ids("aliases")].filter((alias) => alias.startsWith("CVE-"))
    : [];
  const published = dayOf(record["published"]);
  const summary = summaryOf(record["summary"], record["details"]);
  return {
    source,
    aliases: sorted(bundles ? aliases.filter((alias) => !alias.startsWith("CVE-")) : aliases),
    covers: sorted(covers),
    ...(published !== undefined && { published }),
    ...(summary !== undefined && { summary }),
  };
}

function readAffected(id: string, record: Fields, value: unknown, shared: ReturnType<typeof sharedOf>): Parsed {
  const affected = fieldsOf(value);
  const ecosystem = textOf(fieldsOf(affected["package"])["ecosystem"], 128);
  const name = textOf(fieldsOf(affected["package"])["name"], 512);
  if (!isFields(affected["package"])) return { kind: "left-out", what: id, why: "names no package" };
  if (ecosystem === undefined || name === undefined) {
    return { kind: "malformed", what: id, why: "a package has no ecosystem or no name" };
  }
  const place = osvShard(ecosystem, name);
  if (place === undefined)
    return { kind: "left-out", what: id, why: `there is no shard for ${ecosystem.split(":")[0]}` };
  const events: RangeEvent[][] = [];
  for (const range of listOf(affected["ranges"])) {
    const read = readRange(fieldsOf(range));
    if (typeof read === "string") return { kind: "malformed", what: id, why: read };
    if (read.length > 0) events.push(read);
  }
  const versions = listOf(affected["versions"]).map((version) => textOf(version, 255));
  if (versions.includes(undefined)) return { kind: "malformed", what: id, why: "an affected version is not text" };
  if (events.length === 0 && versions.length === 0) {
    return { kind: "left-out", what: id, why: "tells commits, no versions" };
  }
  const packageEvents =
    place.shard === "bitnami" ? bitnamiRecord(record, place.package, events) : { package: place.package, events };
  if (typeof packageEvents === "string") return { kind: "left-out", what: id, why: packageEvents };
  const stream = moduleOf(record["summary"], events);
  const severity = severityOf(record, affected);
  return {
    kind: "statement",
    shard: place.shard,
    events: packageEvents.events,
    ...("within" in packageEvents && { within: packageEvents.within }),
    advisory: {
      id,
      ...shared,
      package: packageEvents.package,
      ...(stream !== undefined && { module: stream }),
      ...(place.channel !== undefined && { channel: place.channel }),
      ...noticeOf(fieldsOf(affected["database_specific"])["informational"]),
      ...("reason" in packageEvents && { reason: packageEvents.reason }),
      ranges: [],
      versions: versions as string[],
      ...(severity !== undefined && { severity }),
      vectors: vectorsOf(affected, record),
    },
  };
}

/** GIT ranges list commits: nothing. A text describes the problem. */
function readRange(range: Fields): RangeEvent[] | string {
  if (range["type"] === "GIT") return [];
  if (!Array.isArray(range["events"])) return "a range has no events";
  const events: RangeEvent[] = [];
  for (const value of range["events"] as unknown[]) {
    for (const [key, version] of Object.entries(fieldsOf(value))) {
      const kind = ownValue(eventKinds, key);
      if (kind === undefined || (key === "limit" && version === "*")) continue;
      const text = textOf(version, 255);
      if (text === undefined) return `"${key}" of a range is not a version`;
      events.push({ kind, version: text });
    }
  }
  if (events.length === 0) return [];
  return events.some(({ kind }) => kind === "introduced") ? events : "a range introduces nothing";
}

/** `limit` ends a range before its version, as `fixed` does, without a promise of a fix. */
const eventKinds: Readonly<Record<string, RangeEvent["kind"] | undefined>> = {
  introduced: "introduced",
  fixed: "fixed",
  limit: "fixed",
  last_affected: "last-affected",
};

/** Modular packages say so in their release; which stream, only the title does: "nodejs:18 security update", "virt:rhel and virt-devel:rhel ...". */
function moduleOf(summary: unknown, events: readonly (readonly RangeEvent[])[]): string | undefined {
  if (!events.some((range) => range.some(({ version }) => /\.module[_+]e/.test(version)))) return undefined;
  const titles = (textOf(summary) ?? "").matchAll(/(?:^|\s)([\w.+-]+:[\w.+-]+)(?=[\s/]|$)/g);
  const streams = [...new Set(Array.from(titles, (match) => match[1]))].join(" ");
  return streams === "" ? undefined : streams;
}

function severityOf(record: Fields, affected: Fields): AdvisorySeverity | undefined {
  const severities = [...listOf(affected["severity"]), ...listOf(record["severity"])].map(fieldsOf);
  return (
    severities
      .map(({ type, score }) => (type === "Ubuntu" ? severityWord(score) : undefined))
      .find((severity) => severity !== undefined) ??
    severityWord(fieldsOf(affected["ecosystem_specific"])["urgency"]) ??
    severityWord(fieldsOf(affected["database_specific"])["severity"]) ??
    severityWord(fieldsOf(record["database_specific"])["severity"]) ??
    // The RHEL family has it in the title: "Important: firefox security update".
    severityWord(/^(Critical|Important|Moderate|Low): /.exec(textOf(record["summary"]) ?? "")?.[1])
  );
}

function vectorsOf(affected: Fields, record: Fields): string[] {
  const scores = [...listOf(affected["severity"]), ...listOf(record["severity"])].map(fieldsOf);
  return sorted(
    scores
      .filter(({ type }) => typeof type === "string" && type.startsWith("CVSS_"))
      .map(({ score }) => textOf(score, 256))
      .filter((score) => score !== undefined && /^[\w:./()-]+$/.test(score)) as string[],
  );
}
