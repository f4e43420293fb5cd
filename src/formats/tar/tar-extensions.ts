import { decodeName } from "../decode-name.ts";
import { badTar, parsePax, paxNumber } from "./tar-header.ts";
import { byKey } from "../../text/by-key.ts";

// Holds all extended attributes of one file, of which ext4 and overlayfs allow 64 KiB each.
export const maxExtension = 1_048_576;

/** The extension headers of a member: PAX records (POSIX.1-2001) and GNU's long names. */
export interface Extensions {
  /** Nothing is said, of this member or of all. */
  readonly none: boolean;
  /** Something is said of the next member, which must come. */
  readonly pending: boolean;
  /** Takes the body of a header of this type, which `isExtension`. Throws `Failure` (`bad-image`). */
  add(flag: number, body: Buffer, place: string): void;
  name(own: () => string): string;
  link(own: () => string): string;
  /** Throws `Failure` (`bad-image`). */
  number(key: string, otherwise: number, place: () => string): number;
  xattrs(): Record<string, string> | undefined;
  /** Clears the extensions of one member. */
  next(): void;
}

const paxFlag = 0x78;
const globalFlag = 0x67;
const longNameFlag = 0x4c;
const longLinkFlag = 0x4b;

export function isExtension(flag: number): boolean {
  return flag === paxFlag || flag === globalFlag || flag === longNameFlag || flag === longLinkFlag;
}

export function tarExtensions(): Extensions {
  const globals = new Map<string, Buffer>();
  let globalBytes = 0;
  let pax = new Map<string, Buffer>();
  let longName: string | undefined;
  let longLink: string | undefined;

  const extended = (key: string): Buffer | undefined => {
    const value = pax.get(key) ?? globals.get(key);
    return value === undefined || value.length === 0 ? undefined : value;
  };
  const text = (key: string): string | undefined => {
    const value = extended(key);
    return value === undefined ? undefined : decodeName(value);
  };

  const extensions = {
    none: true,
    pending: false,
    add(flag: number, body: Buffer, place: string) {
      if (flag === paxFlag) pax = parsePax(body, place);
      else if (flag === globalFlag) {
        for (const [key, value] of parsePax(body, place)) globals.set(key, value);
        globalBytes += body.length;
        if (globalBytes > maxExtension) throw badTar(place, "global extended headers never end");
      } else if (flag === longNameFlag) longName = untilNul(body);
      else longLink = untilNul(body);
      this.none = false;
      this.pending ||= flag !== globalFlag;
    },
    name: (headerName: () => string) => longName ?? text("GNU.sparse.name") ?? text("path") ?? headerName(),
    link: (headerLink: () => string) => longLink ?? text("linkpath") ?? headerLink(),
    number(key: string, otherwise: number, place: () => string) {
      const value = extended(key);
      return value === undefined ? otherwise : paxNumber(value, place(), key);
    },
    xattrs: () => attributes(globals, pax),
    next() {
      if (!this.pending) return;
      if (pax.size > 0) pax = new Map();
      longName = longLink = undefined;
      this.pending = false;
      this.none = globals.size === 0;
    },
  };
  return extensions;
}

function untilNul(body: Buffer): string {
  const end = body.indexOf(0);
  return decodeName(end === -1 ? body : body.subarray(0, end));
}

const xattrPrefix = "SCHILY.xattr.";

function attributes(globals: Map<string, Buffer>, pax: Map<string, Buffer>): Record<string, string> | undefined {
  if (!hasAttribute(globals) && !hasAttribute(pax)) return undefined;
  const xattrRecords = [...new Map([...globals, ...pax])].filter(([key]) => key.startsWith(xattrPrefix));
  xattrRecords.sort(byKey);
  return Object.fromEntries(
    xattrRecords.map(([key, value]) => [key.slice(xattrPrefix.length), value.toString("base64")]),
  );
}

function hasAttribute(records: ReadonlyMap<string, Buffer>): boolean {
  for (const key of records.keys()) if (key.startsWith(xattrPrefix)) return true;
  return false;
}
