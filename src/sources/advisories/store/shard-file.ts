import type { ShardContent } from "../../../domain/advisory/shard-content.ts";
import { versionSchemes, type Advisory, type AdvisoryShard } from "../../../domain/advisory/advisory.ts";
import { readTable, writeDetails, writeIds, type AdvisoryHead, type AdvisoryTable } from "./advisory-table.ts";
import { byteReader, type ByteReader } from "./byte-reader.ts";
import { byteWriter } from "./byte-writer.ts";
import { damaged } from "./damaged.ts";
import { readNames, writeNames } from "./names-index.ts";
import { readRecord, writeRecord, type Statement } from "./package-record.ts";
import { openSealed, seal } from "./sealed-file.ts";
import { readSources } from "./source-entries.ts";
import { readTexts, writeTexts } from "./text-column.ts";
import { byKey } from "../../../text/by-key.ts";

/**
 * A shard as a file. Sections: `names` (packages and where their records lie), `match` (records: versions, ranges, states), `ids` (ids, aliases,
 * dates, sources) and `details` (summaries, vectors). A look-up of a package that the shard does not know unpacks only the first.
 */
export async function encodeShard({ name, scheme, sources, advisories }: ShardContent): Promise<Buffer> {
  const heads = new Map<string, AdvisoryHead>();
  const headOf = new Map<Advisory, AdvisoryHead>();
  const packages = new Map<string, Advisory[]>();
  for (const advisory of advisories) {
    const key = headKey(advisory);
    const head = heads.get(key) ?? advisory;
    heads.set(key, head);
    headOf.set(advisory, head);
    const known = packages.get(advisory.package);
    if (known === undefined) packages.set(advisory.package, [advisory]);
    else known.push(advisory);
  }
  const sorted = [...heads].sort(byKey).map(([, head]) => head);
  const numbers = new Map(sorted.map((head, i) => [head, i]));
  const words = new Map<string, number>();
  const wordNumber = (word: string): number => words.get(word) ?? (words.set(word, words.size), words.size - 1);

  const encodedPackages = [...packages].map(([text, list]) => ({ bytes: Buffer.from(text, "utf8"), list }));
  encodedPackages.sort((a, b) => Buffer.compare(a.bytes, b.bytes));
  const records = new Map<string, number>();
  const match = byteWriter();
  const sizes: number[] = [];
  const recordOf = encodedPackages.map(({ list }) => {
    const statements = list.map((one): Statement => ({ ...one, head: numbers.get(headOf.get(one)!)! }));
    statements.sort((a, b) => a.head - b.head);
    const record = byteWriter();
    writeRecord(record, statements, { number: wordNumber });
    const bytes = record.done();
    const key = bytes.toString("latin1");
    const known = records.get(key);
    if (known !== undefined) return known;
    match.bytes(bytes);
    records.set(key, sizes.length);
    return sizes.push(bytes.length) - 1;
  });
  const wordList = byteWriter();
  writeTexts(wordList, [...words.keys()]);
  return seal({ kind: "shard", name, scheme, sources, packages: encodedPackages.length, advisories: sorted.length }, [
    {
      name: "names",
      content: writeNames(
        encodedPackages.map(({ bytes }) => bytes),
        recordOf,
        sizes,
      ),
    },
    { name: "words", content: wordList.done() },
    { name: "match", content: match.done() },
    {
      name: "ids",
      content: writeIds(
        sorted,
        sources.map((source) => source.name),
      ),
    },
    { name: "details", content: writeDetails(sorted) },
  ]);
}

/** Sorts by id; what says the same has the same. */
function headKey({ id, source, published, aliases, covers, vectors, summary }: AdvisoryHead): string {
  return JSON.stringify([id, source, published, aliases, covers, vectors, summary]);
}

/** Throws `Failure` (`bad-advisories`) when the file is damaged; a section that is not needed yet is looked at later. */
export function openShard(file: Buffer, label: string): AdvisoryShard & { names(): Iterable<string> } {
  const sealed = openSealed(file, label);
  const { kind, name, scheme, packages, advisories } = sealed.header;
  if (kind !== "shard" || typeof name !== "string" || !isCount(packages) || !isCount(advisories)) {
    throw damaged(label, "its header describes no shard");
  }
  const order = versionSchemes.find((one) => one === scheme);
  if (order === undefined) throw damaged(label, "its header names no order of versions");
  const sources = readSources(sealed.header["sources"], label);
  const names = readNames(sealed.section("names"), label);
  if (names.count !== packages) throw damaged(label, "it has more or fewer packages than its header says");
  let opened: { readonly table: AdvisoryTable; readonly words: string[]; readonly match: ByteReader } | undefined;
  const open = (): NonNullable<typeof opened> => {
    const reader = byteReader(sealed.section("words"), label);
    const column = readTexts(reader);
    reader.end();
    const words = Array.from({ length: column.length }, (_, i) => column.at(i));
    const ids = sources.map((source) => source.name);
    const table = readTable(sealed.section("ids"), () => sealed.section("details"), ids, label);
    if (table.count !== advisories) throw damaged(label, "it has more or fewer advisories than its header says");
    return { table, words, match: byteReader(sealed.section("match"), label) };
  };
  return {
    name,
    scheme: order,
    sources,
    packages,
    advisories,
    find(packageName) {
      const place = names.find(packageName);
      if (place === undefined) return [];
      opened ??= open();
      opened.match.seek(place.from, place.to);
      return readRecord(opened.match, packageName, opened);
    },
    names: () => names.names(),
  };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
