import { createHash } from "node:crypto";
import { gzipSync, zstdCompressSync } from "node:zlib";

/** One member of a layer. Content means a file, a trailing slash a folder. */
export interface Member {
  readonly path: string;
  readonly type?: "file" | "dir" | "symlink" | "hardlink" | "char" | "fifo";
  readonly content?: string | Uint8Array;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  /** Target of a symbolic or hard link. */
  readonly link?: string;
  readonly xattrs?: Readonly<Record<string, Uint8Array>>;
  /** Further records of its extended header. */
  readonly pax?: Readonly<Record<string, string>>;
  /** How a long name is written; default `pax`. */
  readonly long?: "pax" | "gnu" | "prefix";
  /** Write the size in base 256. */
  readonly base256?: boolean;
}

const flags = { file: "0", hardlink: "1", symlink: "2", char: "3", dir: "5", fifo: "6" } as const;

/** A tar archive with its end marker. */
export function tarOf(members: readonly Member[]): Buffer {
  return Buffer.concat([...members.flatMap(memberBlocks), Buffer.alloc(1024)]);
}

function memberBlocks(member: Member): Buffer[] {
  const type = member.type ?? (member.path.endsWith("/") ? "dir" : "file");
  const content = type === "file" ? Buffer.from(member.content ?? "") : Buffer.alloc(0);
  const link = member.link ?? "";
  const records: Buffer[] = [];
  const before: Buffer[] = [];
  let name = member.path;
  let prefix = "";
  if (member.long === "prefix") {
    const cut = name.lastIndexOf("/", 154);
    prefix = name.slice(0, cut);
    name = name.slice(cut + 1);
  } else if (member.long === "gnu") {
    before.push(...extension("L", Buffer.from(`${name}\0`)));
    if (link !== "") before.push(...extension("K", Buffer.from(`${link}\0`)));
  } else {
    if (!fits(name)) records.push(paxRecord("path", Buffer.from(name)));
    if (!fits(link)) records.push(paxRecord("linkpath", Buffer.from(link)));
  }
  for (const [key, value] of Object.entries(member.xattrs ?? {})) records.push(paxRecord(`SCHILY.xattr.${key}`, value));
  for (const [key, value] of Object.entries(member.pax ?? {})) records.push(paxRecord(key, Buffer.from(value)));
  if (records.length > 0) before.push(...extension("x", Buffer.concat(records)));
  return [
    ...before,
    headerBlock({
      name,
      prefix,
      flag: flags[type],
      mode: member.mode ?? (type === "dir" ? 0o755 : 0o644),
      uid: member.uid ?? 0,
      gid: member.gid ?? 0,
      size: content.length,
      link,
      base256: member.base256 ?? false,
    }),
    padded(content),
  ];
}

function fits(name: string): boolean {
  return Buffer.byteLength(name) <= 100;
}

function extension(flag: string, body: Buffer): Buffer[] {
  return [headerBlock({ name: "././@Extension", flag, size: body.length }), padded(body)];
}

/** `LENGTH KEY=VALUE\n`, LENGTH counting itself. */
export function paxRecord(key: string, value: Uint8Array): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), value, Buffer.from("\n")]);
  let length = rest.length + 1;
  while (`${length}`.length + rest.length !== length) length = `${length}`.length + rest.length;
  return Buffer.concat([Buffer.from(`${length}`), rest]);
}

/** One ustar header with a right checksum; tests of hostile archives write their own fields. */
export function headerBlock(header: {
  readonly name: string | Uint8Array;
  readonly flag: string;
  readonly prefix?: string;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly size?: number;
  readonly link?: string;
  readonly base256?: boolean;
  /** Writes bytes over the header before the checksum is made. */
  readonly overwrite?: (block: Buffer) => void;
}): Buffer {
  const block = Buffer.alloc(512);
  const octal = (value: number, start: number, width: number): void => {
    block.write(`${value.toString(8).padStart(width - 1, "0")}\0`, start, width, "latin1");
  };
  block.set(Buffer.from(header.name).subarray(0, 100), 0);
  octal(header.mode ?? 0o644, 100, 8);
  octal(header.uid ?? 0, 108, 8);
  octal(header.gid ?? 0, 116, 8);
  if (header.base256 === true) {
    block[124] = 0x80;
    block.writeBigUInt64BE(BigInt(header.size ?? 0), 128);
  } else octal(header.size ?? 0, 124, 12);
  octal(0, 136, 12);
  block.write("        ", 148, 8, "latin1");
  block.write(header.flag, 156, 1, "latin1");
  block.set(Buffer.from(header.link ?? "").subarray(0, 100), 157);
  block.write("ustar\x0000", 257, 8, "latin1");
  block.write(header.prefix ?? "", 345, 155, "utf8");
  header.overwrite?.(block);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, 8, "latin1");
  return block;
}

export function padded(content: Uint8Array): Buffer {
  return Buffer.concat([content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

export interface SaveOptions {
  readonly layers: readonly (readonly Member[])[];
  /** `blobs/sha256/...` of engines since 25, `ID/layer.tar` before. */
  readonly layout?: "new" | "old";
  readonly compression?: "gzip" | "zstd";
  readonly config?: Readonly<Record<string, unknown>>;
  readonly history?: readonly { readonly created_by: string; readonly empty_layer?: boolean }[];
  readonly tag?: string;
}

/** What `docker save` would write for an image of these layers. */
export function dockerSave(options: SaveOptions): Buffer {
  const tars = options.layers.map((members) => tarOf(members));
  const config = Buffer.from(
    JSON.stringify({
      architecture: "amd64",
      os: "linux",
      config: options.config ?? {},
      rootfs: { type: "layers", diff_ids: tars.map((tar) => `sha256:${digest(tar)}`) },
      history: options.history ?? tars.map((_, at) => ({ created_by: `layer ${at}` })),
    }),
  );
  const stored = tars.map((tar) =>
    options.compression === "gzip" ? gzipSync(tar) : options.compression === "zstd" ? zstdCompressSync(tar) : tar,
  );
  const old = options.layout === "old";
  const configPath = old ? `${digest(config)}.json` : `blobs/sha256/${digest(config)}`;
  const members: Member[] = [{ path: configPath, content: config }];
  const paths = stored.map((layer, at) => {
    if (!old) {
      members.push({ path: `blobs/sha256/${digest(layer)}`, content: layer });
      return `blobs/sha256/${digest(layer)}`;
    }
    const path = `${digest(Buffer.from(`${at}${digest(layer)}`))}/layer.tar`;
    const first = stored.findIndex((other) => other.equals(layer));
    // A repeated layer is a symbolic link to its first copy.
    members.push(
      first === at
        ? { path, content: layer }
        : { path, type: "symlink", link: `../${digest(Buffer.from(`${first}${digest(layer)}`))}/layer.tar` },
    );
    return path;
  });
  const manifest = [{ Config: configPath, RepoTags: [options.tag ?? "example:latest"], Layers: paths }];
  if (!old) {
    members.push({ path: "oci-layout", content: '{"imageLayoutVersion": "1.0.0"}' });
    members.push({
      path: "index.json",
      content: JSON.stringify({ manifests: [{ digest: `sha256:${digest(config)}` }] }),
    });
  }
  members.push({ path: "manifest.json", content: JSON.stringify(manifest) });
  return tarOf(members);
}

function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
