import { dayOf, isFields, sorted, textOf, textsOf, type Fields } from "./fields.ts";
import type { AdvisoryFormat } from "./advisory-format.ts";
import { nodeRequirements } from "./node-range.ts";
import { severityWord } from "./severity-word.ts";
import type { Parsed } from "../../domain/advisory/statement.ts";
import { summaryOf } from "./summary.ts";

/** Advisories about Node.js itself, one a file or all in `index.json`: https://github.com/nodejs/security-wg/tree/main/vuln */
export default {
  name: "node-core",
  title: "Node.js runtime advisories",
  sources: [{ name: "node-core", license: "MIT", attribution: "Node.js Security Working Group" }],
  value(value, path) {
    if (isRecord(value)) return [readRecord(value, (path.split("/").at(-1) ?? path).replace(/\.json$/, ""))];
    const records = Object.entries(value);
    if (records.length === 0 || !records.every(([, fields]) => isFields(fields) && isRecord(fields))) return undefined;
    return records.map(([number, record]) => readRecord(record as Fields, number));
  },
} satisfies AdvisoryFormat as AdvisoryFormat;

function isRecord(value: Fields): boolean {
  return typeof value["vulnerable"] === "string" && typeof value["patched"] === "string" && !("module_name" in value);
}

function readRecord(record: Fields, number: string): Parsed {
  const cves = sorted(textsOf(record["cve"]).filter((cve) => /^CVE-\d{4}-\d+$/.test(cve)));
  const id = cves.length === 1 ? cves[0]! : `node-core-${number}`;
  const vulnerable = nodeRequirements(textOf(record["vulnerable"]) ?? "");
  const patched = textOf(record["patched"]) === undefined ? [] : nodeRequirements(textOf(record["patched"])!);
  if (vulnerable === undefined || patched === undefined) {
    return {
      kind: "malformed",
      what: id,
      why: `"${textOf(record[vulnerable ? "patched" : "vulnerable"]) ?? ""}" is not a range of versions`,
    };
  }
  const published = dayOf(record["publish_date"]) ?? releaseMonth(textOf(record["ref"]));
  const severity = severityWord(record["severity"]);
  const summary = summaryOf(record["description"], record["overview"]);
  const vector = textOf(record["cvss"], 256);
  return {
    kind: "statement",
    shard: "runtimes",
    within: vulnerable,
    safe: patched,
    advisory: {
      id,
      aliases: [],
      covers: cves.length > 1 ? cves : [],
      package: "node",
      state: "affected",
      ranges: [],
      versions: [],
      vectors: vector?.startsWith("CVSS:") === true ? [vector] : [],
      ...(severity !== undefined && { severity }),
      ...(summary !== undefined && { summary }),
      ...(published !== undefined && { published }),
      source: "node-core",
    },
  };
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** Most records have no date, but a link to `/july-2017-security-releases`: the first of that month, so that no earlier store knows it. */
function releaseMonth(link: string | undefined): string | undefined {
  const [, name, year] = /\/([a-z]{3})[a-z]*-(\d{4})-/.exec(link ?? "") ?? [];
  const month = months.indexOf(name ?? "") + 1;
  return month === 0 ? undefined : `${year}-${String(month).padStart(2, "0")}-01`;
}
