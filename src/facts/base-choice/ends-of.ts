import { ownValue } from "../../domain/own-value.ts";
import type { ReleaseCycle } from "../../domain/advisory/advisory.ts";
import type { BaseCandidate } from "../../domain/image/base-choice.ts";
import type { ImageInfo } from "../../domain/image/image-info.ts";
import { cycleEnd, lastDay, systemCycle, type ProductEnds } from "../release-cycles.ts";
import type { ProductCycles } from "./choose-tags.ts";

const tables: Readonly<Record<string, string>> = {
  "Node.js": "node",
  Python: "python",
  Ruby: "ruby",
  PHP: "php",
  Go: "golang",
};

interface CycleSources {
  readonly today: string;
  /** Of the advisory store: newer than the table. */
  readonly stored: readonly ReleaseCycle[];
  readonly table: Readonly<Record<string, ProductCycles & ProductEnds>>;
}

/** Last days with fixes of the distribution and of each runtime, where someone has published one. */
export function endsOf(
  os: ImageInfo["os"],
  runtimes: readonly string[],
  sources: CycleSources,
): BaseCandidate["lifeCycles"] {
  const products = [
    ...(os.id !== undefined && os.versionId !== undefined ? [{ product: os.id, version: os.versionId }] : []),
    ...runtimes.map((text) => ({
      product: text.slice(0, text.lastIndexOf(" ")),
      version: text.slice(text.lastIndexOf(" ") + 1),
    })),
  ];
  return products.flatMap(({ product, version }) => {
    const table = ownValue(sources.table, ownValue(tables, product) ?? product);
    const cycle = table === undefined ? version : version.split(".").slice(0, table.depth).join(".");
    const fresh = table === undefined ? systemCycle(product, version, sources.stored) : undefined;
    const until = table === undefined ? fresh && lastDay(fresh) : cycleEnd(table, cycle, sources.stored)?.until;
    if (until === undefined) return [];
    const name = `${table?.product ?? product} ${fresh?.cycle ?? cycle}`;
    // A month means its last day.
    return [{ product: name, until, ended: sources.today.slice(0, until.length) > until }];
  });
}
