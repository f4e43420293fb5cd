import { dayOf } from "./fields.ts";
import type { AdvisoryFormat } from "./advisory-format.ts";
import type { Parsed } from "../../domain/advisory/statement.ts";
import { summaryOf } from "./summary.ts";

const source = "debian-security-support";

/** `security-support.deb12` of the package debian-security-support, whose comments document its columns. */
export default {
  name: source,
  title: "Debian packages with limited or ended security support",
  sources: [{ name: source, license: "GPL-2.0-or-later", attribution: "Debian package debian-security-support" }],
  text(text, path) {
    const release = /(?:^|[/#])security-support\.deb(\d+)$/.exec(path)?.[1];
    return release === undefined ? undefined : readLines(text, `debian-${release}`, path);
  },
} satisfies AdvisoryFormat as AdvisoryFormat;

function* readLines(text: string, shard: string, path: string): Generator<Parsed> {
  for (const [i, line] of text.split("\n").entries()) {
    if (/^\s*(?:#|$)/.test(line)) continue;
    const [, name, limited, , date, note] =
      /^(\S+)\s+(?:(limited)|non-supported\s+(\S+)\s+(\d{4}-\d\d-\d\d))(?:\s(.*))?$/s.exec(
        line.slice(0, 4_096).trim(),
      ) ?? [];
    if (name === undefined) {
      yield { kind: "malformed", what: `${path}:${i + 1}`, why: "it is not a line about a package" };
      continue;
    }
    const since = dayOf(date);
    const summary = summaryOf(note);
    yield {
      kind: "support",
      source,
      limit: {
        shard,
        // `golang.*` is a regular expression; no other kind is used, and none is run.
        package: name.replace(/\.\*$/, "*"),
        support: limited === undefined ? "ended" : "limited",
        ...(since !== undefined && { since }),
        ...(summary !== undefined && { note: summary }),
      },
    };
  }
}
