import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { constants, inflateSync } from "node:zlib";
import { atFolder } from "../files/read-named.ts";
import { applyDelta, deltaSizes } from "./delta.ts";
import type { GitFolder } from "./git-folder.ts";
import { objectTypes, openPack, type ObjectType, type Pack } from "./pack.ts";

export interface GitObject {
  readonly type: ObjectType;
  readonly content: Buffer;
}

export interface ObjectStore extends Disposable {
  /** The object with this digest; undefined if it is missing. Throws `RangeError` or a zlib error for a damaged one. */
  read(id: string): GitObject | undefined;
  /** Content size from its header, without unpacking it. */
  size(id: string): number | undefined;
}

/** Maximum size of one object; a larger one cannot be a text of a build. */
const mostBytes = 256 * 1024 * 1024;
/** Maximum work for an object and its delta chain: a thousand deltas of one large base take hours. */
const mostWork = 2 * mostBytes;
/** More than Git's own limit (`pack.depth`). */
const mostDeltas = 4_100;
/** More than any repository has: Git merges packs long before. */
const mostPacks = 2_000;

/** Git's objects, read without Git: settings, hooks and filters of the repository have no effect. */
export function openObjects({ common }: Pick<GitFolder, "common">): ObjectStore {
  let packs: readonly Pack[] | undefined;
  const allPacks = () => (packs ??= packsOf(join(common, "objects")));
  const packed = (id: string, depth: number): GitObject | undefined => {
    for (const pack of allPacks()) {
      const offset = pack.find(id);
      if (offset !== undefined) return whole(pack, offset, depth);
    }
    return undefined;
  };
  const whole = (pack: Pack, offset: number, depth: number): GitObject => {
    const deltas: Buffer[] = [];
    let work = 0;
    let place: number | string = offset;
    for (;;) {
      if (deltas.length + depth > mostDeltas) throw new RangeError("the object is a change of a change without end");
      if (typeof place === "string") {
        const inside: number | undefined = pack.find(place);
        const baseObject: GitObject | undefined =
          inside === undefined ? (loose(common, place) ?? packed(place, depth + deltas.length + 1)) : undefined;
        if (inside === undefined && baseObject === undefined) throw new RangeError("the base of an object is missing");
        if (baseObject !== undefined) return applyDeltas(baseObject, deltas);
        place = inside ?? 0;
      }
      const packedObject = pack.read(place);
      if ("type" in packedObject) return applyDeltas(packedObject, deltas);
      work += packedObject.delta.length;
      if (work > mostWork) throw tooMuch();
      deltas.push(packedObject.delta);
      place = packedObject.base;
    }
  };
  return {
    size(id) {
      const ofLoose = looseSize(common, id);
      if (ofLoose !== undefined) return ofLoose;
      for (const pack of allPacks()) {
        const offset = pack.find(id);
        if (offset !== undefined) return pack.size(offset);
      }
      return undefined;
    },
    read(id) {
      const gitObject = loose(common, id) ?? packed(id, 0);
      if (gitObject === undefined) return undefined;
      const { type, content } = gitObject;
      const name = createHash("sha1").update(`${type} ${content.length}\0`).update(content).digest("hex");
      if (name !== id) throw new RangeError(`the object ${id} holds something else`);
      return gitObject;
    },
    [Symbol.dispose]() {
      for (const pack of packs ?? []) pack[Symbol.dispose]();
    },
  };
}

function applyDeltas({ type, content }: GitObject, deltas: readonly Buffer[]): GitObject {
  let work = 0;
  return {
    type,
    content: deltas.reduceRight((base, delta) => {
      work += deltaSizes(delta).result;
      if (work > mostWork) throw tooMuch();
      return applyDelta(base, delta, mostBytes);
    }, content),
  };
}

function tooMuch(): RangeError {
  return new RangeError("the object is made of too many large changes");
}

function loose(common: string, id: string): GitObject | undefined {
  const packed = looseBytes(common, id);
  if (packed === undefined) return undefined;
  const bytes = inflateSync(packed, { maxOutputLength: mostBytes });
  const { type, size, end } = headOf(bytes);
  const objectType = Object.values(objectTypes).find((one) => one === type);
  const content = bytes.subarray(end + 1);
  if (objectType === undefined || content.length !== Number(size)) throw new RangeError(`the object ${id} is damaged`);
  return { type: objectType, content };
}

/** Only the header: a kilobyte of zlib data expands to at most one megabyte. */
function looseSize(common: string, id: string): number | undefined {
  const packed = looseBytes(common, id);
  if (packed === undefined) return undefined;
  const { type, size } = headOf(inflateSync(packed.subarray(0, 1024), { finishFlush: constants.Z_SYNC_FLUSH }));
  if (type === "") throw new RangeError(`the object ${id} is damaged`);
  return Number(size);
}

function looseBytes(common: string, id: string): Buffer | undefined {
  const path = `objects/${id.slice(0, 2)}/${id.slice(2)}`;
  const read = atFolder(common, (beneath) => beneath.read(path, mostBytes));
  return "refused" in read ? undefined : read.bytes;
}

function headOf(bytes: Buffer): { readonly type: string; readonly size: string; readonly end: number } {
  const end = bytes.indexOf(0);
  const [, type = "", size = ""] =
    /^(commit|tree|blob|tag) (\d+)$/.exec(bytes.toString("latin1", 0, Math.min(end, 32))) ?? [];
  return { type, size, end };
}

function packsOf(objects: string): readonly Pack[] {
  return namesIn(join(objects, "pack"))
    .flatMap((name) => /^(pack-[0-9a-f]+)\.idx$/.exec(name)?.[1] ?? [])
    .slice(0, mostPacks)
    .flatMap((name) => {
      const opened = atFolder(objects, (objectFolder) => {
        const index = objectFolder.open(`pack/${name}.idx`, "refuse");
        const pack = objectFolder.open(`pack/${name}.pack`, "refuse");
        return "refused" in index || "refused" in pack ? undefined : { index: index.fd, pack: pack.fd };
      });
      if (opened === undefined || "refused" in opened) return [];
      return openPack(opened.index, opened.pack, mostBytes) ?? [];
    });
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    // A repository with only loose objects may have none.
    return [];
  }
}
