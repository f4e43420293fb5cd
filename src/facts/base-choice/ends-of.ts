import type { LifeCycle } from "../../domain/advisory.ts";
import type { BaseCandidate } from "../../domain/base-choice.ts";
import type { ImageInfo } from "../../domain/image.ts";
import type { ProductCycles } from "./choose-tags.ts";

/** What the advisory store calls products of os-release and of runtimes. */
const stored: Readonly<Record<string, readonly string[]>> = {
  "Node.js": ["nodejs", "node"],
  Python: ["python"],
  Ruby: ["ruby"],
  PHP: ["php"],
  Go: ["go", "golang"],
  alpine: ["alpine", "alpine-linux"],
};
const tables: Readonly<Record<string, string>> = {
  "Node.js": "node",
  Python: "python",
  Ruby: "ruby",
  PHP: "php",
  Go: "golang",
};

interface Known {
  readonly today: string;
  /** Of the advisory store: newer than the table. */
  readonly stored: readonly LifeCycle[];
  readonly table: Readonly<Record<string, ProductCycles & { readonly product: string }>>;
}

/** Last days with fixes of the distribution and of each runtime, where somebody has published one. */
export function endsOf(os: ImageInfo["os"], runtimes: readonly string[], known: Known): BaseCandidate["lifeCycles"] {
  const asked = [
    ...(os.id !== undefined && os.versionId !== undefined ? [{ product: os.id, version: os.versionId }] : []),
    ...runtimes.map((text) => ({
      product: text.slice(0, text.lastIndexOf(" ")),
      version: text.slice(text.lastIndexOf(" ") + 1),
    })),
  ];
  return asked.flatMap(({ product, version }) => {
    const table = known.table[tables[product] ?? product];
    const names = stored[product] ?? [product];
    const cycles = spellings(version, table?.depth);
    const fresh = cycles.flatMap(
      (cycle) => known.stored.find((one) => names.includes(one.product) && one.cycle === cycle) ?? [],
    )[0];
    // Debian's long-term support is for everyone; what others offer beyond the end has to be bought.
    const until =
      fresh === undefined
        ? cycles.map((cycle) => table?.until[cycle]).find((one) => one !== undefined)
        : product === "debian"
          ? (fresh.extended ?? fresh.endOfLife)
          : fresh.endOfLife;
    if (until === undefined) return [];
    const name = `${table?.product ?? product} ${cycles[0] ?? version}`;
    // A month stands for its last day.
    return [{ product: name, until, ended: known.today.slice(0, until.length) > until }];
  });
}

/** `3.13.1` is of cycle 3.13 where two numbers name one; where nobody says, the longest spelling that is known. */
function spellings(version: string, depth: number | undefined): readonly string[] {
  const numbers = version.split(".");
  if (depth !== undefined) return [numbers.slice(0, depth).join(".")];
  return numbers.map((_, at) => numbers.slice(0, numbers.length - at).join("."));
}
