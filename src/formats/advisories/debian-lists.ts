import { debianReleases } from "../../data/debian-releases.ts";
import type { DebianVerdict } from "../../domain/advisory/debian-line.ts";
import type { AdvisoryFormat } from "./advisory-format.ts";
import type { Parsed } from "../../domain/advisory/statement.ts";
import { summaryOf } from "./summary.ts";

const license = "public data of the Debian project, no license stated";

/** The tracker's own lists, `CVE/list`, `DSA/list` and `DLA/list`: https://security-team.debian.org/security_tracker.html */
export default {
  name: "debian-lists",
  title: "Debian security tracker (lists)",
  sources: [
    { name: "debian-tracker", license, attribution: "Debian security tracker" },
    { name: "debian-dsa", license, attribution: "Debian security tracker" },
  ],
  text(text, path) {
    if (/^\s*CVE-\d{4}-[\dX]+\b[^\n]*\n(?:CVE-|[\t ])/.test(text)) return readCves(text, path);
    if (/^\s*\[\d{1,2} [A-Z][a-z]{2} \d{4}\] D[SL]A-/.test(text)) return readAdvisories(text, path);
    return undefined;
  },
} satisfies AdvisoryFormat as AdvisoryFormat;

const words = {
  unfixed: "unfixed",
  removed: "removed",
  "not-affected": "not-affected",
  undetermined: "undetermined",
  itp: "itp",
  "no-dsa": "no-dsa",
  postponed: "postponed",
  ignored: "ignored",
  "end-of-life": "end-of-life",
} as const;
const urgencies = new Set(["unimportant", "low", "medium", "high", "end-of-life"]);
const codenames = new Set(debianReleases.map(({ codename }) => codename));
/** `[bookworm] - openssl 3.0.11-1 (unimportant; bug #1)` */
const packageLine = /^[\t ]+(?:\[([a-z]+)\] )?- (\S+)(?: +(<[a-z-]+>|[^\s(<]\S*))?(?: +\((.*)\))?\s*$/;

interface PackageLine {
  readonly release?: string;
  readonly package: string;
  readonly verdict: DebianVerdict;
  readonly urgency?: string;
  readonly reason?: string;
}

function* readCves(text: string, path: string): Generator<Parsed> {
  let head: { readonly cve: string; readonly summary?: string } | undefined;
  for (const [line, number] of linesOf(text)) {
    const start = /^(CVE-\d{4}-(?:\d+|X+)|TEMP-\S+)(?:\s(.*))?$/s.exec(line);
    if (start !== null) {
      const summary = summaryOf(withoutBrackets(start[2]));
      // Vulnerabilities without a number yet have nothing that another source could call them by.
      head = start[1]!.endsWith("X") ? undefined : { cve: start[1]!, ...(summary !== undefined && { summary }) };
      if (head === undefined)
        yield { kind: "left-out", what: `${path}:${number}`, why: "a vulnerability of Debian's list without a CVE id" };
      continue;
    }
    if (head === undefined || !/^[\t ]+(?:\[[a-z]+\] )?- /.test(line)) continue;
    const read = readPackage(line);
    if (typeof read === "string") yield { kind: "malformed", what: `${path}:${number}`, why: read };
    else if (read.release === "experimental" || (read.release !== undefined && !codenames.has(read.release))) continue;
    else yield { kind: "debian-line", line: { list: "cve", ...head, ...read } };
  }
}

/** `(An XSS in ...)` is `An XSS in ...`. */
function withoutBrackets(rawText: string | undefined): string | undefined {
  let text = rawText?.trim();
  if (text === undefined) return undefined;
  if (/^[([]/.test(text)) text = text.slice(1).trimStart();
  if (/[)\]]$/.test(text)) text = text.slice(0, -1).trimEnd();
  return text.endsWith("...") ? `${text.slice(0, -3).trimEnd()} ...` : text;
}

function* readAdvisories(text: string, path: string): Generator<Parsed> {
  let head:
    | { readonly list: "dsa" | "dla"; readonly id: string; readonly date: string; readonly summary: string }
    | undefined;
  let cves: readonly string[] = [];
  for (const [line, number] of linesOf(text)) {
    const [, day, month, year, id, summary] =
      /^\[(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})\] (D[SL]A-\d+(?:-\d+)?)\s(.*)$/s.exec(line) ?? [];
    if (id !== undefined) {
      const index = months.indexOf(month!) + 1;
      cves = [];
      head = {
        list: id.startsWith("DSA") ? "dsa" : "dla",
        id,
        date: `${year}-${String(index).padStart(2, "0")}-${day!.padStart(2, "0")}`,
        summary: summaryOf(summary) ?? id,
      };
      if (index === 0) head = undefined;
      if (head === undefined) yield { kind: "malformed", what: `${path}:${number}`, why: "its date is not one" };
      continue;
    }
    if (head === undefined) continue;
    const cveList = /^[\t ]+\{([^}]*)\}/.exec(line)?.[1];
    if (cveList !== undefined) {
      cves = cveList.split(/\s+/).filter((cve) => /^CVE-\d{4}-\d+$/.test(cve));
      continue;
    }
    if (!/^[\t ]+\[[a-z]+\] - /.test(line)) continue;
    const read = readPackage(line);
    if (typeof read === "string") yield { kind: "malformed", what: `${path}:${number}`, why: read };
    else if (read.release !== undefined && codenames.has(read.release)) {
      const { urgency: _, release, ...rest } = read;
      yield { kind: "debian-line", line: { ...head, cves, ...rest, release } };
    }
  }
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function readPackage(line: string): PackageLine | string {
  const [, release, name, verdictText, notes] = packageLine.exec(line) ?? [];
  if (name === undefined || name.length > 512) return "it is not a line about a package";
  // Old advisories name a package and no version: all that is known is that it was fixed somehow.
  if (verdictText === undefined) return "it names no version";
  const word = verdictText.startsWith("<") ? verdictText.slice(1, -1) : undefined;
  if (word !== undefined && !Object.hasOwn(words, word)) return `<${word}> is not a word of the tracker`;
  if (word === undefined && verdictText.length > 255) return "its version is too long";
  const verdict: DebianVerdict =
    word === undefined ? { kind: "fixed", version: verdictText } : { kind: words[word as keyof typeof words] };
  const parts = (notes ?? "")
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part !== "" && !part.startsWith("bug #"));
  const urgency = parts.find((part) => urgencies.has(part));
  const reason = summaryOf(parts.filter((part) => !urgencies.has(part)).join("; "));
  return {
    ...(release !== undefined && { release }),
    package: name,
    verdict,
    ...(urgency !== undefined && { urgency }),
    ...(reason !== undefined && { reason }),
  };
}

function* linesOf(text: string): Generator<readonly [line: string, number: number]> {
  let number = 0;
  for (let start = 0; start < text.length;) {
    const feed = text.indexOf("\n", start);
    const end = feed === -1 ? text.length : feed;
    // No line of the lists comes near it; a hostile one must not keep the patterns busy.
    yield [text.slice(start, Math.min(end, start + 20_000)), ++number];
    start = end + 1;
  }
}
