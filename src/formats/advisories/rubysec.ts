import { ownValue } from "../../domain/own-value.ts";
import type { AffectedRange } from "../../domain/advisory/advisory.ts";
import { dayOf, sorted, textOf, textsOf, type Fields } from "./fields.ts";
import type { AdvisoryFormat } from "./advisory-format.ts";
import { comparisonRange, requirementOf, requirementsOf } from "./requirement.ts";
import type { Parsed } from "../../domain/advisory/statement.ts";
import { summaryOf } from "./summary.ts";

/** https://github.com/rubysec/ruby-advisory-db#yaml-schema */
export default {
  name: "rubysec",
  title: "Ruby advisory database",
  sources: [{ name: "rubysec", license: "public domain dedication of the Ruby advisory database" }],
  value(value, path) {
    const packageName = textOf(value["gem"]) ?? textOf(value["engine"]) ?? textOf(value["library"]);
    if (packageName === undefined || !("url" in value || "patched_versions" in value || "unaffected_versions" in value))
      return undefined;
    return [readRecord(value, path)];
  },
} satisfies AdvisoryFormat as AdvisoryFormat;

/** Rubies that are not called by their engine's name. */
const engines: Readonly<Record<string, string>> = { ruby: "ruby" };

function readRecord(record: Fields, path: string): Parsed {
  const gem = textOf(record["gem"], 512);
  const engine = textOf(record["engine"]) ?? textOf(record["library"]);
  const file = (path.split("/").at(-1) ?? path).replace(/\.ya?ml$/, "");
  const cve = /^\d{4}-\d+$/.test(textOf(record["cve"]) ?? "") ? `CVE-${textOf(record["cve"])}` : undefined;
  const ghsa = /^[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}$/.test(textOf(record["ghsa"]) ?? "")
    ? `GHSA-${textOf(record["ghsa"])}`
    : undefined;
  const id = cve ?? ghsa ?? (/^(CVE|GHSA|OSVDB)-[\w-]+$/.test(file) ? file : undefined);
  if (id === undefined) return { kind: "malformed", what: path, why: "it has no id" };
  const runtime = engine === undefined ? undefined : ownValue(engines, engine);
  if (gem === undefined && runtime === undefined) {
    return { kind: "left-out", what: id, why: "about another Ruby engine or a library that comes with Ruby" };
  }
  const texts = [...textsOf(record["patched_versions"]), ...textsOf(record["unaffected_versions"])];
  const safe = requirementsOf(texts, (text) => requirementOf(text.split(","), rubyRange));
  if ("bad" in safe) return { kind: "malformed", what: id, why: `"${safe.bad}" is not a requirement of Ruby's` };
  const published = dayOf(record["date"]);
  const summary = summaryOf(record["title"], record["description"]);
  return {
    kind: "statement",
    shard: gem === undefined ? "runtimes" : "gem",
    safe: safe.requirements,
    advisory: {
      id,
      aliases: sorted([cve, ghsa].filter((alias) => alias !== undefined && alias !== id) as string[]),
      covers: [],
      package: gem ?? runtime!,
      ...(isOfJava(gem, record) && { architectures: ["java"] }),
      state: "affected",
      ranges: [],
      versions: [],
      vectors: [],
      ...(summary !== undefined && { summary }),
      ...(published !== undefined && { published }),
      source: "rubysec",
    },
  };
}

/** A record about what a gem holds for JRuby alone. A gem that is made for JRuby is that wherever it is installed. */
function isOfJava(gem: string | undefined, { platform }: Fields): boolean {
  return textOf(platform) === "jruby" && gem?.startsWith("jruby-") !== true;
}

/**
 * `~> 1.2.3` is from 1.2.3 to before 1.3, whose pre-releases are not in it: "A" is where they begin (Gem::Requirement, Gem::Version#bump).
 */
function rubyRange(part: string): AffectedRange | undefined {
  const about = /^~>\s*([0-9]+(?:\.[0-9A-Za-z]+)*)$/.exec(part)?.[1];
  if (about === undefined) return comparisonRange(part, (version) => ({ introduced: version, lastAffected: version }));
  const numbers = about.split(".");
  const letters = numbers.findIndex((versionSegment) => /[A-Za-z]/.test(versionSegment));
  const release = letters === -1 ? numbers : numbers.slice(0, letters);
  const leadingNumbers = release.length > 1 ? release.slice(0, -1) : release;
  const last = Number(leadingNumbers.at(-1));
  if (!Number.isSafeInteger(last)) return undefined;
  return { introduced: about, fixed: [...leadingNumbers.slice(0, -1), String(last + 1), "A"].join(".") };
}
