import { fieldsOf, isFields, sorted, textOf, textsOf, type Fields } from "./fields.ts";
import type { AdvisoryFormat } from "./advisory-format.ts";
import { severityWord } from "./severity-word.ts";
import type { Parsed, Statement } from "../../domain/advisory/statement.ts";
import { summaryOf } from "./summary.ts";
import { listOf } from "../json/values.ts";

/** Its regular expressions, which find libraries in files, are not read. https://github.com/RetireJS/retire.js/tree/master/repository */
export default {
  name: "retire-js",
  title: "retire.js",
  sources: [
    { name: "retire.js", license: "Apache-2.0", attribution: "Erlend Oftedal and the contributors of retire.js" },
  ],
  value(value, path) {
    const libraries = Object.entries(value);
    if (
      libraries.length === 0 ||
      !libraries.every(([, library]) => Array.isArray(fieldsOf(library)["vulnerabilities"]))
    )
      return undefined;
    return readLibraries(libraries, path.includes("npmrepository") ? "npm" : "browser");
  },
} satisfies AdvisoryFormat as AdvisoryFormat;

function* readLibraries(
  libraries: readonly (readonly [string, unknown])[],
  shard: "npm" | "browser",
): Generator<Parsed> {
  for (const [library, value] of libraries) {
    if (library === "retire-example") continue;
    const fields = fieldsOf(value);
    const npm = shard === "browser" ? textOf(fields["npmname"], 512) : undefined;
    for (const vulnerability of listOf(fields["vulnerabilities"])) {
      const read = readVulnerability(library, vulnerability, shard);
      yield read;
      // The copied library and the package are one.
      if (npm !== undefined && read.kind === "statement") {
        yield { ...read, shard: "npm", advisory: { ...read.advisory, package: npm } };
      }
    }
  }
}

function readVulnerability(
  library: string,
  value: unknown,
  shard: "npm" | "browser",
): Statement | Exclude<Parsed, Statement> {
  const vulnerability: Fields = fieldsOf(value);
  const [below, from] = [boundOf(vulnerability["below"]), boundOf(vulnerability["atOrAbove"])];
  const ids = fieldsOf(vulnerability["identifiers"]);
  const cves = sorted(textsOf(ids["CVE"]).filter((cve) => /^CVE-\d{4}-\d+$/.test(cve)));
  const ghsa = textsOf(ids["githubID"]).find((ghsaId) => /^GHSA(-[0-9a-z]{4}){3}$/.test(ghsaId));
  if (!isFields(value) || (below === undefined && from === undefined)) {
    return { kind: "malformed", what: `retire.js, ${library}`, why: "a vulnerability has no versions" };
  }
  const fallbackId = `retire.js/${library}/${from === undefined ? "" : `${from}..`}${below ?? ""}/${word(textOf(ids["summary"]) ?? textOf(ids["retid"]) ?? textOf(ids["issue"]) ?? "")}`;
  const id = cves.length === 1 ? cves[0]! : (ghsa ?? fallbackId);
  const severity = severityWord(vulnerability["severity"]);
  const summary = summaryOf(ids["summary"], vulnerability["details"]);
  return {
    kind: "statement",
    shard,
    within: [[{ introduced: from ?? "0", ...(below !== undefined && { fixed: below }) }]],
    safe: textsOf(vulnerability["excludes"]).map((version) => [{ introduced: version, lastAffected: version }]),
    advisory: {
      id,
      aliases: ghsa !== undefined && id !== ghsa ? [ghsa] : [],
      covers: cves.length > 1 ? cves : [],
      package: library,
      state: "affected",
      ranges: [],
      versions: [],
      ...(severity !== undefined && { severity }),
      vectors: [],
      ...(summary !== undefined && { summary }),
      source: "retire.js",
    },
  };
}

/** To retire.js missing parts are 0: `16.0.0-beta` is at `16.0.0-beta.0`, before which npm has it. */
function boundOf(value: unknown): string | undefined {
  let version = textOf(value, 255);
  while (version?.includes("-") === true && version.endsWith(".0")) version = version.slice(0, -2);
  return version;
}

/** A text as part of an id. */
function word(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
    .replace(/^-|-$/g, "");
}
