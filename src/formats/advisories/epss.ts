import type { AdvisoryFormat } from "./advisory-format.ts";
import type { Parsed } from "../../domain/advisory/statement.ts";

/** `cve,epss,percentile` below a comment with the model's version: https://www.first.org/epss/data_stats */
export default {
  name: "epss",
  title: "EPSS scores",
  sources: [
    {
      name: "epss",
      license: "free to use with attribution",
      attribution: "EPSS, Forum of Incident Response and Security Teams",
    },
  ],
  text: (text, path) =>
    /^(?:#[^\n]*\n)*cve,epss,percentile\r?(?:\n|$)/.test(text) ? readLines(text, path) : undefined,
} satisfies AdvisoryFormat as AdvisoryFormat;

function* readLines(text: string, path: string): Generator<Parsed> {
  let number = 0;
  for (let start = 0; start < text.length;) {
    const feed = text.indexOf("\n", start);
    const end = feed === -1 ? text.length : feed;
    const line = text.slice(start, end).trim();
    start = end + 1;
    number++;
    if (line === "" || line.startsWith("#") || line.startsWith("cve,")) continue;
    const [cve = "", score, percentile] = line.split(",");
    const numbers = [score, percentile].map((field) =>
      /^\d+(\.\d+)?(e-\d+)?$/i.test(field ?? "") ? Number(field) : Number.NaN,
    );
    if (!/^CVE-\d{4}-\d{1,9}$/.test(cve) || !numbers.every((probability) => probability >= 0 && probability <= 1)) {
      yield { kind: "malformed", what: `${path}:${number}`, why: "it is not a line of id, score and percentile" };
      continue;
    }
    yield { kind: "epss", cve, score: numbers[0]!, percentile: numbers[1]! };
  }
}
