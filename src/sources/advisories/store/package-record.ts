import {
  advisorySeverities,
  advisoryStates,
  type Advisory,
  type AffectedRange,
} from "../../../domain/advisory/advisory.ts";
import type { ByteReader } from "./byte-reader.ts";
import type { ByteWriter } from "./byte-writer.ts";
import type { AdvisoryHead, AdvisoryTable } from "./advisory-table.ts";

/** A statement without what its advisory says whatever the package. */
export type Statement = Omit<Advisory, keyof AdvisoryHead | "package"> & { readonly head: number };

/** Texts that repeat all over a shard: reasons, modules, architectures, channels. */
export interface Words {
  number(word: string): number;
}

const longestVersion = 255;
/** Texts of one record, unpacked; a hostile one could share each version's beginning with all others. */
const mostText = 16_777_216;

// The first number of a statement: what all of them have. The second is there only where something unusual is.
const shapes = { none: 0, fixedFromStart: 1, list: 2 } as const;
const shapeBits = 3;
const severityShift = 2;
const hasVersions = 32;
const hasMore = 64;
const stateBits = 15;
const extraFields = { reason: 16, module: 32, architectures: 64, channel: 128 } as const;

/** One package's statements: its versions sorted, each with what it shares with the one before; then the statements by advisory. */
export function writeRecord(writer: ByteWriter, statements: readonly Statement[], words: Words): void {
  const versions = [...new Set(statements.flatMap(versionsOf))].sort();
  const number = new Map(versions.map((version, i) => [version, i]));
  writer.number(versions.length);
  let last = "";
  for (const version of versions) {
    let shared = 0;
    while (shared < last.length && last[shared] === version[shared]) shared++;
    // Half a surrogate pair cannot be written.
    if (shared > 0 && /[\ud800-\udbff]/.test(version[shared - 1]!)) shared--;
    writer.number(shared);
    writer.text(version.slice(shared));
    last = version;
  }
  writer.number(statements.length);
  let head = 0;
  for (const statement of statements) {
    const { reason, module: stream, architectures, channel, state } = statement;
    const rare =
      (reason === undefined ? 0 : extraFields.reason) |
      (stream === undefined ? 0 : extraFields.module) |
      (architectures === undefined ? 0 : extraFields.architectures) |
      (channel === undefined ? 0 : extraFields.channel) |
      advisoryStates.indexOf(state);
    const severity = statement.severity === undefined ? 0 : advisorySeverities.indexOf(statement.severity) + 1;
    const shape = shapeOf(statement.ranges);
    writer.number(
      shape |
        (severity << severityShift) |
        (statement.versions.length > 0 ? hasVersions : 0) |
        (rare === 0 ? 0 : hasMore),
    );
    if (rare !== 0) writer.number(rare);
    writer.number(statement.head - head);
    head = statement.head;
    if (shape === shapes.fixedFromStart) writer.number(number.get(statement.ranges[0]!.fixed!)!);
    else if (shape === shapes.list) writeRanges(writer, statement.ranges, number);
    if (statement.versions.length > 0) {
      writer.number(statement.versions.length);
      let before = 0;
      for (const index of statement.versions.map((version) => number.get(version)!).sort((a, b) => a - b)) {
        writer.number(index - before);
        before = index;
      }
    }
    for (const word of [reason, stream, architectures?.join(" "), channel]) {
      if (word !== undefined) writer.number(words.number(word));
    }
  }
}

function versionsOf({ ranges, versions }: Statement): string[] {
  const bounds = ranges.flatMap(({ introduced, fixed, lastAffected }) => [introduced, fixed, lastAffected]);
  return [...bounds.filter((version) => version !== undefined && version !== "0"), ...versions] as string[];
}

function shapeOf(ranges: readonly AffectedRange[]): number {
  const [first] = ranges;
  if (first === undefined) return shapes.none;
  const { introduced, fixed, lastAffected, exclusive } = first;
  const usual = introduced === "0" && fixed !== undefined && fixed !== "0" && lastAffected === undefined && !exclusive;
  return ranges.length === 1 && usual ? shapes.fixedFromStart : shapes.list;
}

/** A bound is 0 for "0", else its version's number + 1. */
function writeRanges(writer: ByteWriter, ranges: readonly AffectedRange[], number: ReadonlyMap<string, number>): void {
  const bound = (version: string): number => (version === "0" ? 0 : number.get(version)! + 1);
  writer.number(ranges.length);
  for (const { introduced, fixed, lastAffected, exclusive } of ranges) {
    const end = fixed !== undefined ? 1 : lastAffected !== undefined ? 2 : 0;
    writer.number(bound(introduced) * 8 + (exclusive ? 4 : 0) + end);
    if (end !== 0) writer.number(bound((fixed ?? lastAffected)!));
  }
}

/** What a record needs of its shard. */
export interface RecordContext {
  readonly table: AdvisoryTable;
  readonly words: readonly string[];
}

/** All that the reader's record says of the package. Throws `Failure` (`bad-advisories`). */
export function readRecord(reader: ByteReader, packageName: string, { table, words }: RecordContext): Advisory[] {
  const versions = readVersions(reader);
  const count = reader.count(2);
  const statements: Advisory[] = [];
  let head = 0;
  for (let i = 0; i < count; i++) {
    const flags = reader.number();
    const rare = (flags & hasMore) === 0 ? 0 : reader.number();
    const severity = (flags >> severityShift) & 7;
    head += reader.number();
    if ((rare & stateBits) >= advisoryStates.length || severity > advisorySeverities.length) {
      reader.fail("it uses words of a later format");
    }
    if (head >= table.count) reader.fail("a statement leads to an advisory that is not there");
    const { id, aliases, covers, vectors, summary, published, source } = table.head(head);
    const ranges = readRanges(reader, flags & shapeBits, versions);
    // Put together field by field: spreading costs more than all the rest, and there are thousands.
    const statement: { -readonly [field in keyof Advisory]: Advisory[field] } = {
      id,
      aliases,
      covers,
      package: packageName,
      state: advisoryStates[rare & stateBits]!,
      ranges,
      versions: (flags & hasVersions) === 0 ? [] : readIndices(reader, versions),
      vectors,
      source,
    };
    if (severity !== 0) statement.severity = advisorySeverities[severity - 1]!;
    if (summary !== undefined) statement.summary = summary;
    if (published !== undefined) statement.published = published;
    if ((rare & extraFields.reason) !== 0) statement.reason = words[reader.index(words.length)]!;
    if ((rare & extraFields.module) !== 0) statement.module = words[reader.index(words.length)]!;
    if ((rare & extraFields.architectures) !== 0)
      statement.architectures = words[reader.index(words.length)]!.split(" ");
    if ((rare & extraFields.channel) !== 0) statement.channel = words[reader.index(words.length)]!;
    statements.push(statement);
  }
  reader.end();
  return statements;
}

function readVersions(reader: ByteReader): string[] {
  const count = reader.count(2);
  const versions: string[] = [];
  let last = "";
  let total = 0;
  for (let i = 0; i < count; i++) {
    const shared = reader.number();
    if (shared > last.length) reader.fail("a version shares more than there is");
    last = last.slice(0, shared) + reader.text();
    total += last.length;
    if (last.length > longestVersion || total > mostText) reader.fail("a version is longer than it may be");
    versions.push(last);
  }
  return versions;
}

function readIndices(reader: ByteReader, versions: readonly string[]): string[] {
  const count = reader.count();
  const listed: string[] = [];
  let index = 0;
  for (let i = 0; i < count; i++) {
    index += reader.number();
    if (index >= versions.length) reader.fail("an index lies outside of its list");
    listed.push(versions[index]!);
  }
  return listed;
}

function readRanges(reader: ByteReader, shape: number, versions: readonly string[]): AffectedRange[] {
  if (shape === shapes.none) return [];
  if (shape === shapes.fixedFromStart) return [{ introduced: "0", fixed: versions[reader.index(versions.length)]! }];
  if (shape !== shapes.list) reader.fail("it uses words of a later format");
  const bound = (number: number): string =>
    number === 0 ? "0" : (versions[number - 1] ?? reader.fail("an index lies outside of its list"));
  return Array.from({ length: reader.count() }, () => {
    const first = reader.number();
    const end = first & 3;
    if (end === 3) reader.fail("it uses words of a later format");
    return {
      introduced: bound(Math.floor(first / 8)),
      ...((first & 4) !== 0 && { exclusive: true as const }),
      ...(end === 1 && { fixed: bound(reader.number()) }),
      ...(end === 2 && { lastAffected: bound(reader.number()) }),
    };
  });
}
