import type { Stats } from "node:fs";
import { isNotRead, type FilePermissions, type NotRead } from "../../../domain/workload/file-permissions.ts";
import { fileCapabilities } from "../../../facts/image/file-capabilities.ts";
import { formatAcl } from "../../../formats/posix-acl.ts";
import { kernelText } from "../../../sources/engine/kernel-text.ts";
import { findInLower, type OverlayLayers } from "../../../sources/engine/images/overlay-layers.ts";
import { readExtendedAttributes } from "../../../sources/files/extended-attributes.ts";
import { isWithin } from "../../../text/is-within.ts";
import { formatAccess, type Access } from "../../judge/files/access.ts";
import { groupByAccess, type ReferencePermissions } from "../../judge/files/compare-permissions.ts";
import { parent } from "../../observe/files/writes.ts";
import { mapped } from "../../observe/identity/identities.ts";

/** Maximum number of files to compare. */
export const maxFiles = 20_000;
/** Maximum number of stored names per trial that differ in more than numbers. */
const maxNames = 5000;
const moreThan = (count: number): string => `there are more than ${count.toLocaleString("en-US")}`;
export const tooManyFiles = moreThan(maxFiles);

const attributes = {
  capabilities: "security.capability",
  acl: "system.posix_acl_access",
  defaultAcl: "system.posix_acl_default",
};

/** Maps host ids to ids of a container, user_namespaces(7). */
export type IdMaps = Readonly<Record<"uid" | "gid", string | undefined>>;

export function readIdMaps(pid: number): IdMaps {
  return { uid: kernelText(`/proc/${pid}/uid_map`), gid: kernelText(`/proc/${pid}/gid_map`) };
}

/** Collects access rights of a container's files while other code walks them. */
export interface PermissionRecord {
  /**
   * Records the following files of the local `folder`, which the container has at `path`, and replaces those recorded
   * there.
   */
  enter(folder: string, path: string): void;
  add(path: string, stats: Stats): void;
  /** The container removed a file of the image. */
  remove(path: string): void;
  /** The part that is unknown. */
  skip(reason: string): void;
  /** ACLs and capabilities of files since the last call: a tmpfs disappears at the stop. */
  readExtended(signal: AbortSignal): Promise<void>;
  finish(signal: AbortSignal): Promise<FilePermissions | NotRead>;
}

export interface RecordRequest {
  readonly ids: IdMaps;
  readonly overlay: OverlayLayers | undefined;
  /** Mounts that ended, and hid files of the container. */
  readonly hiddenPaths?: readonly string[];
  /**
   * Files of the original. Without it, every ACL is read, and the image's files in addition to those that the container
   * changed.
   */
  readonly expected?: ReferencePermissions | undefined;
}

export function openPermissionRecord({ ids, overlay, hiddenPaths = [], expected }: RecordRequest): PermissionRecord {
  const accessByPath = new Map<string, Omit<Access, "acl" | "capabilities">>();
  /** Folder of this machine -> path in the container. */
  const roots = new Map<string, string>();
  const pending = new Set<string>();
  const removed = new Set<string>();
  const extended = new Map<string, Pick<Access, "acl" | "capabilities">>();
  let gap: NotRead | undefined;
  const idOf = (kind: "uid" | "gid", id: number) => mapped(ids[kind] ?? "", id) ?? id;
  // A trial cannot have kept what no file of either original has.
  let extendedState: FilePermissions["extended"] = expected === undefined ? "none" : expected.extended;
  const isWanted = () => !isNotRead(extendedState) && (expected === undefined || expected.extended === "some");

  const readAttributes = async (
    folders: readonly string[],
    files: ReadonlyMap<string, string>,
    signal: AbortSignal,
    isImage = false,
  ): Promise<void> => {
    if (!isWanted() || folders.length + files.size === 0) return;
    const read = await readExtendedAttributes(
      { folders, files: [...files.keys()], names: Object.values(attributes), maxFiles },
      signal,
    );
    if (isNotRead(read)) {
      extendedState = read;
      return;
    }
    if (read.size > 0) extendedState = "some";
    if (isImage && expected === undefined) return;
    for (const [file, values] of read as Exclude<typeof read, NotRead>) {
      const root = folders.find((folder) => isWithin(file, folder));
      const path = files.get(file) ?? (root && join(roots.get(root) ?? "/", file.slice(root.length)));
      if (path !== undefined) extended.set(path, inWords(values, idOf));
    }
  };

  return {
    enter(folder, path) {
      roots.set(folder, path);
      pending.add(folder);
    },
    add(path, stats) {
      accessByPath.set(path, {
        type: typeOf(stats),
        mode: (stats.mode & 0o7777).toString(8),
        uid: idOf("uid", stats.uid),
        gid: idOf("gid", stats.gid),
      });
      if (accessByPath.size > maxFiles) gap ??= { reason: tooManyFiles };
    },
    remove: (path) => void removed.add(path),
    skip(reason) {
      gap ??= { reason };
    },
    async readExtended(signal) {
      const folders = [...pending];
      pending.clear();
      if (gap === undefined) await readAttributes(folders, new Map(), signal);
    },
    async finish(signal) {
      if (gap !== undefined) return gap;
      await this.readExtended(signal);
      const places = new Set([...hiddenPaths, ...roots.values(), ...removed]);
      const isHidden = (path: string) => accessByPath.has(path) || isBelow(path, places);
      // Files that only the original changed have the image's rights.
      const paths =
        expected === undefined ? accessByPath.keys() : expected.byPath.keys().filter((path) => !isHidden(path));
      const image = new Map<string, string>();
      for (const path of paths) {
        const lower = overlay && findInLower(overlay, path);
        if (lower === undefined) continue;
        image.set(lower.file, path);
        if (expected !== undefined) this.add(path, lower.stats);
      }
      await readAttributes([], image, signal, true);
      if (gap !== undefined) return gap;
      const texts = [...accessByPath].map(
        ([path, access]) =>
          [path, formatAccess({ acl: "", capabilities: "", ...access, ...extended.get(path) })] as const,
      );
      const byAccess = groupByAccess(new Map(texts));
      const names = Object.values(byAccess).reduce((sum, paths) => sum + paths.length, 0);
      return names > maxNames ? { reason: `${moreThan(maxNames)} names` } : { byAccess, extended: extendedState };
    },
  };
}

/** The root does not count. */
function isBelow(path: string, places: ReadonlySet<string>): boolean {
  for (let at = path; at !== "/"; at = parent(at)) if (places.has(at)) return true;
  return false;
}

function typeOf(stats: Stats): Access["type"] {
  if (stats.isFile()) return "file";
  if (stats.isDirectory()) return "folder";
  if (stats.isSymbolicLink()) return "link";
  if (stats.isSocket()) return "socket";
  return stats.isFIFO() ? "pipe" : "device";
}

function join(mount: string, below: string): string {
  return `${mount === "/" ? "" : mount}${below}` || "/";
}

function inWords(
  values: ReadonlyMap<string, Buffer>,
  idOf: (kind: "uid" | "gid", id: number) => number,
): Pick<Access, "acl" | "capabilities"> {
  const aclOf = (name: string) => {
    const value = values.get(name);
    // Unreadable parts are compared unchanged.
    return value && (formatAcl(value, idOf) ?? value.toString("hex"));
  };
  const [acl, byDefault] = [aclOf(attributes.acl), aclOf(attributes.defaultAcl)];
  const capabilities = values.get(attributes.capabilities)?.toString("base64");
  return {
    acl: [...(acl ? [acl] : []), ...(byDefault ? [`default:${byDefault}`] : [])].join(";"),
    capabilities: capabilities === undefined ? "" : (fileCapabilities(capabilities) ?? capabilities),
  };
}
