import type { LayerValue, LayerContent } from "../../../domain/image/image-scan.ts";
import { createHash } from "node:crypto";
import type { Entries } from "../../../domain/image/entries.ts";
import { entryMode, entryPath } from "../../../domain/image/entries.ts";
import { readLayerBytes } from "../bytes/index.ts";
import { chooseProbes } from "./choose-probes.ts";
import { collectBody } from "./collect-body.ts";
import { entriesBuilder } from "./entries-builder.ts";
import type { FileBody } from "../../../domain/image/file-body.ts";
import type { ImageLayer } from "../image-source.ts";
import { recentBody, type OwnBody } from "./recent-body.ts";
import { newPathBytes, setPath } from "../../../formats/tar/path-bytes.ts";
import type { FilePart, LayerProbe, ProbedFile } from "../../../domain/image/layer-probe.ts";
import type { TarEntry, TarVisitor } from "../tar/tar.ts";
import type { TarSink } from "../tar/tar-sink.ts";

export interface LayerWishes {
  readonly probes: readonly LayerProbe[];
  /** Minimum size of files that are hashed in a stream: a second read would unpack, or download, everything again. */
  readonly hashFrom?: number;
}

/** A layer with a million files that are too large is one fact, not a million. */
const mostUnread = 10_000;
const usualMaxBytes = 32 * 1_048_576;

/** Walks a layer once, with every probe. Throws `Failure` (`bad-image`, `unreadable`, `interrupted`, `registry-...`). */
export async function readLayer(
  layer: Pick<ImageLayer, "bytes">,
  { probes, hashFrom = Infinity }: LayerWishes,
  signal?: AbortSignal,
): Promise<LayerContent> {
  const choose = chooseProbes(probes);
  const builder = entriesBuilder(layer.bytes.where);
  let values: LayerValue[] = [];
  const unread = boundedList<{ path: string; reason: string }>(mostUnread, (omittedCount) => ({
    path: "/",
    reason: `${omittedCount} more files could not be read`,
  }));
  const hashes = new Map<number, string>();
  const linked = new Map<number, readonly LayerProbe[]>();
  /** Carriers of links that were read immediately. */
  const early = new Map<number, number>();
  /** Files of which a probe needed a part that was not kept. */
  const incompleteFiles = new Map<number, readonly LayerProbe[]>();
  using recent = recentBody();
  const pathBuffer = newPathBytes();

  await readLayerBytes(
    layer.bytes,
    (entry, body, bytes) => {
      const path = bytes ?? pathBuffer;
      if (bytes === undefined) setPath(path, entry.path);
      const folder = builder.add(entry, path);
      if (entry.unread !== undefined) unread.push({ path: entry.path, reason: entry.unread });
      if (entry.type !== "file" && entry.type !== "hardlink") return undefined;
      const candidates = choose(entry, path, folder);
      if (entry.type === "hardlink") {
        if (candidates.length > 0) noteLink(entry, candidates);
        return undefined;
      }
      const fitting = candidates.length === 0 ? candidates : readable(entry, candidates, unread);
      const probeSink = fitting.length === 0 ? undefined : ask(probed(entry), entry.index, fitting, body);
      const passes = body === undefined || body.passes === true;
      return passes && entry.size >= hashFrom && entry.stored === entry.size
        ? hashing(entry.index, probeSink)
        : probeSink;
    },
    signal,
  );
  const entries = builder.finish();
  if (linked.size > 0 || incompleteFiles.size > 0) await readAgain(entries);
  values.sort((a, b) => a.entry - b.entry);
  return { entries, values, hashes, unread: unread.finish() };

  /** Runs the probes on an available body; else returns a sink that collects it. */
  function ask(
    file: ProbedFile,
    entry: number,
    candidates: readonly LayerProbe[],
    body?: FileBody | OwnBody,
    isSecond = false,
  ): TarSink | undefined {
    let recognised = candidates;
    const recognise = (head: Uint8Array): boolean => {
      recognised = candidates.filter((probe) => probe.recognises?.(head.subarray(0, 64)) !== false);
      return recognised.length > 0;
    };
    const end = (whole: FileBody | OwnBody): void => {
      const [layerValues, refused]: [LayerValue[], string[]] = [[], []];
      for (const probe of recognised) {
        try {
          const value = probe.read(file, whole);
          if (value !== undefined) layerValues.push({ probe: probe.name, entry, value });
        } catch (error) {
          refused.push(error instanceof Error ? error.message : String(error));
        }
      }
      if ("incomplete" in whole && whole.incomplete === true) return void incompleteFiles.set(entry, candidates);
      values.push(...layerValues);
      for (const reason of refused) unread.push({ path: file.path, reason });
    };
    if (body === undefined) {
      const begin = (head: Uint8Array): readonly FilePart[] | undefined =>
        recognise(head) ? (isSecond ? [] : leftOutBy(recognised, head)) : undefined;
      return collectBody(file.size, begin, (whole) => {
        end(whole);
        recent.keep({ entry, path: file.path, body: whole });
      });
    }
    const picky = candidates.some((probe) => probe.recognises !== undefined);
    if (!picky || recognise(body.read(0, 64))) end(body);
    return undefined;
  }

  function hashing(entry: number, also: TarSink | undefined): TarSink {
    const hash = createHash("sha256");
    return {
      chunk(bytes) {
        hash.update(bytes);
        also?.chunk(bytes);
      },
      end() {
        hashes.set(entry, hash.digest("hex"));
        also?.end();
      },
    };
  }

  /** A hard link with a probed name: read immediately if its content just passed, else in a second walk. */
  function noteLink(entry: TarEntry, candidates: readonly LayerProbe[]): void {
    linked.set(entry.index, candidates);
    const file = recent.at(entry.link);
    if (file === undefined) return;
    early.set(entry.index, file.entry);
    const { size } = file.body;
    const link = { path: entry.path, size, mode: entry.mode };
    const fitting = readable({ ...link, stored: size }, candidates, unread);
    if (fitting.length > 0) ask(link, entry.index, fitting, file.body);
  }

  /**
   * A second walk for hard links whose content passed much earlier under another name (pnpm links from its store),
   * and for files that were not kept completely.
   */
  async function readAgain(layerEntries: Entries): Promise<void> {
    const byCarrier = new Map<number, number[]>();
    const add = (carrier: number, entry: number): void =>
      void byCarrier.set(carrier, [...(byCarrier.get(carrier) ?? []), entry]);
    for (const entry of incompleteFiles.keys()) add(layerEntries.carriers.get(entry) ?? entry, entry);
    for (const link of linked.keys()) {
      const carrier = layerEntries.carriers.get(link);
      if (early.has(link)) {
        if (early.get(link) === carrier) continue;
        // Its file occurs again after it.
        values = values.filter(({ entry }) => entry !== link);
      }
      if (carrier !== undefined && !incompleteFiles.has(link)) add(carrier, link);
    }
    if (byCarrier.size === 0) return;
    const visit: TarVisitor = (entry, body) => {
      const links = byCarrier.get(entry.index);
      if (links === undefined) return undefined;
      const sinks = links.flatMap((at) => {
        const file = { path: entryPath(layerEntries, at), size: entry.size, mode: entryMode(layerEntries, at) };
        const candidates =
          incompleteFiles.get(at) ?? readable({ ...entry, path: file.path }, linked.get(at) ?? [], unread);
        return (candidates.length === 0 ? undefined : ask(file, at, candidates, body, true)) ?? [];
      });
      if (sinks.length === 0) return undefined;
      return {
        chunk: (bytes) => sinks.forEach((sink) => sink.chunk(bytes)),
        end: () => sinks.forEach((sink) => sink.end()),
      };
    };
    await readLayerBytes(layer.bytes, visit, signal);
  }
}

/** The parts that all of them skip, if all use the same function. */
function leftOutBy(probes: readonly LayerProbe[], head: Uint8Array): readonly FilePart[] {
  const leavesOut = probes[0]?.leavesOut;
  return leavesOut === undefined || probes.some((probe) => probe.leavesOut !== leavesOut) ? [] : leavesOut(head);
}

/** Data that outlives the visit of the entry. */
function probed({ path, size, mode }: TarEntry): ProbedFile {
  return { path, size, mode };
}

interface BoundedList<T> {
  push(item: T): void;
  finish(): readonly T[];
}

function boundedList<T>(maxItems: number, tell: (rest: number) => T): BoundedList<T> {
  const items: T[] = [];
  let omittedCount = 0;
  return {
    push(item) {
      if (items.length < maxItems) items.push(item);
      else omittedCount++;
    },
    finish: () => (omittedCount === 0 ? items : [...items, tell(omittedCount)]),
  };
}

/** The probes that accept a file of this size; the others report it as unread. */
function readable(
  entry: Pick<TarEntry, "path" | "size" | "stored">,
  candidates: readonly LayerProbe[],
  unread: BoundedList<{ path: string; reason: string }>,
): readonly LayerProbe[] {
  const sparse = entry.stored !== entry.size;
  if (!sparse && entry.size <= usualMaxBytes && candidates.every(({ maxBytes }) => maxBytes === undefined))
    return candidates;
  return candidates.filter((probe) => {
    const maxBytes = probe.maxBytes ?? usualMaxBytes;
    if (!sparse && entry.size <= maxBytes) return true;
    const reason = sparse ? "it is stored as a sparse file" : `it has ${entry.size} bytes, more than ${maxBytes}`;
    unread.push({ path: entry.path, reason });
    return false;
  });
}
