import { ownValue } from "../../domain/own-value.ts";
import type { Advisory } from "../../domain/advisory/advisory.ts";
import { debianReleases } from "../../data/debian-releases.ts";
import { fieldsOf, isFields, textOf, type Fields } from "./fields.ts";
import type { AdvisoryFormat } from "./advisory-format.ts";
import { severityWord } from "./severity-word.ts";
import type { Parsed } from "../../domain/advisory/statement.ts";
import { summaryOf } from "./summary.ts";
import { withoutEnd } from "../../text/cut.ts";

/** The tracker's export, already evaluated for each release: https://security-tracker.debian.org/tracker/data/json */
export default {
  name: "debian-tracker",
  title: "Debian security tracker (JSON)",
  sources: [
    {
      name: "debian-tracker",
      license: "public data of the Debian project, no license stated",
      attribution: "Debian security tracker",
    },
  ],
  value(value) {
    for (const source in value) {
      const vulnerabilities = ownValue(value, source);
      if (!isFields(vulnerabilities)) return undefined;
      for (const id in vulnerabilities)
        return isFields(fieldsOf(ownValue(vulnerabilities, id))["releases"]) ? readSources(value) : undefined;
    }
    return undefined;
  },
} satisfies AdvisoryFormat as AdvisoryFormat;

const numbers = new Map(debianReleases.map(({ codename, release }) => [codename, release]));

function* readSources(sources: Fields): Generator<Parsed> {
  for (const [source, vulnerabilities] of Object.entries(sources)) {
    if (!isFields(vulnerabilities) || source.length > 512) {
      yield { kind: "malformed", what: source.slice(0, 80), why: "it lists no vulnerabilities" };
      continue;
    }
    for (const [id, vulnerability] of Object.entries(vulnerabilities)) {
      const { releases, description } = fieldsOf(vulnerability);
      if (!isFields(releases) || /\s/.test(id) || id.length > 128) {
        yield { kind: "malformed", what: `${id.slice(0, 80)} of ${source}`, why: "it lists no releases" };
        continue;
      }
      const summary = summaryOf(description);
      for (const [codename, facts] of Object.entries(releases)) {
        const release = numbers.get(codename);
        if (release === undefined) continue;
        const assessment = judge(fieldsOf(facts));
        if (typeof assessment === "string") {
          yield { kind: "malformed", what: `${id} of ${source} in ${codename}`, why: assessment };
          continue;
        }
        yield {
          kind: "statement",
          shard: `debian-${release}`,
          advisory: {
            id,
            aliases: [],
            covers: [],
            package: source,
            ...assessment,
            versions: [],
            vectors: [],
            ...(summary !== undefined && { summary }),
            source: "debian-tracker",
          },
        };
      }
    }
  }
}

/** Fixed version "0": the release never had it. An open vulnerability has the security team's reason where it will have no advisory. */
function judge(facts: Fields): Pick<Advisory, "state" | "ranges" | "severity" | "reason"> | string {
  const urgency = withoutEnd(textOf(facts["urgency"]) ?? "", "*") || undefined;
  const word = severityWord(urgency);
  const severity = word === undefined ? {} : { severity: word };
  const fixed = textOf(facts["fixed_version"], 255);
  const note = textOf(facts["nodsa"], 256);
  const reason = note === undefined ? {} : { reason: note };
  switch (facts["status"]) {
    case "resolved":
      if (fixed === undefined) return "it is resolved, and no version is";
      return fixed === "0"
        ? { state: "not-affected", ranges: [], ...severity, ...reason }
        : { state: "affected", ranges: [{ introduced: "0", fixed }], ...severity };
    case "open": {
      const kind = textOf(facts["nodsa_reason"]);
      if (urgency === "end-of-life") return { state: "end-of-life", ranges: [], ...reason };
      if (kind === "ignored" || kind === "postponed") return { state: kind, ranges: [], ...severity, ...reason };
      return { state: note === undefined ? "affected" : "no-dsa", ranges: [], ...severity, ...reason };
    }
    case "undetermined":
      return { state: "undetermined", ranges: [], ...severity, ...reason };
    default:
      return "its status is none of resolved, open and undetermined";
  }
}
