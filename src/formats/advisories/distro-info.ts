import { dayOf } from "./fields.ts";
import type { AdvisoryFormat } from "./advisory-format.ts";
import type { Parsed } from "../../domain/advisory/statement.ts";

/** `debian.csv` and `ubuntu.csv` of the package distro-info-data, which every Debian and Ubuntu can have without a network. */
export default {
  name: "distro-info",
  title: "Life cycles of Debian and Ubuntu",
  sources: [{ name: "distro-info", license: "ISC", attribution: "Debian package distro-info-data" }],
  text(text, path) {
    const product = /(?:^|[/#])(debian|ubuntu)\.csv$/.exec(path)?.[1];
    return product !== undefined && text.startsWith("version,codename,series,") ? readRows(text, product) : undefined;
  },
} satisfies AdvisoryFormat as AdvisoryFormat;

function* readRows(text: string, product: string): Generator<Parsed> {
  const [header = "", ...rows] = text.trim().split(/\r?\n/);
  const columns = header.split(",");
  for (const row of rows) {
    const cells = row.split(",");
    const cell = (name: string): string | undefined => cells[columns.indexOf(name)];
    const cycle = cell("version")?.replace(/ LTS$/, "");
    const endOfLife = dayOf(cell("eol"));
    const extended = dayOf(cell(product === "debian" ? "eol-lts" : "eol-esm"));
    // Releases that are not out yet have no end.
    if (cycle === undefined || cycle === "" || endOfLife === undefined) continue;
    const later = extended !== undefined && extended > endOfLife ? { extended } : {};
    yield { kind: "life-cycle", source: "distro-info", cycle: { product, cycle, endOfLife, ...later } };
  }
}
