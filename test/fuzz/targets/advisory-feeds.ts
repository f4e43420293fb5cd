import { readToml } from "../../../src/formats/toml.ts";
import { allFeeds } from "../../feeds/all-feeds.ts";
import { readAdvisories } from "../../read-advisories.ts";
import type { FuzzTarget } from "../target.ts";

/** Feeds as their publishers write them: JSON, lists of text, CSV, TOML. */
export default {
  name: "advisory-feeds",
  samples: [
    ...Object.entries(allFeeds()).flatMap(([path, bytes]) =>
      path.endsWith(".zip") || path.endsWith(".gz") ? [] : [bytes],
    ),
    '{"id":"PYSEC-2026-1","affected":[{"package":{"ecosystem":"PyPI","name":"a"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1.0"}]}],"versions":["0.1"]}],"severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}]}',
    '[advisory]\nid = "RUSTSEC-2026-0001"\npackage = \'a\'\ndate = "2026-01-01"\nurl = """x\ny"""\n[versions]\npatched = [">= 1.0", "^0.9"]\n',
    "[01 Jan 2026] DSA-1-1 a - b\n\t{CVE-2026-0001}\n\t[trixie] - a 1.0-1\n",
    "#cve,epss,percentile\nCVE-2026-0001,0.25,0.9\n",
  ],
  words:
    '{ } [ ] , : "a" null 1e308 "affected" "ranges" "events" "introduced" "0" "fixed" "versions" \n\n \t = """ \'\'\' # >= ~> ^1 || CVE-2026-1 [[a.b]] \\u0000'.split(
      " ",
    ),
  pairs: [
    ["[", "]"],
    ['{"a":', "}"],
    ["[[a.", "]]"],
    ["a = { b = ", "}"],
    ["a = [", "]"],
    ['"""', '"""'],
  ],
  run(input) {
    const text = input.toString("utf8");
    for (const path of [
      "x.json",
      "a/index.json",
      "security-support.deb12",
      "debian.csv",
      "x.md",
      "CVE/list",
      "a/b.yaml",
    ]) {
      readAdvisories(text, path);
      try {
        readAdvisories(JSON.parse(text), path);
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
      }
    }
    readToml(text);
  },
} satisfies FuzzTarget;
