import type { ResolvedPath, ReachItem } from "../domain/workload/host-access.ts";

/** The use of a folder or file of this machine: `read` mounts it read-only or copies it, `write` mounts the original itself. */
export type FolderUse = "read" | "write";

export interface FolderRequest {
  /** The path as written. */
  readonly from: string;
  /** The path in the container. */
  readonly at: string;
  /** Undefined where there is nothing of that name. */
  readonly located: ResolvedPath | undefined;
  readonly use: FolderUse;
  /** Name and alternative names; defaults to the real path. */
  readonly named?: { readonly value: string; readonly aliases: readonly string[] };
}

/** Identifies a folder by its inode, not its name: another folder under the same name is another item. */
export function folderItem({ from, at, located, use, named }: FolderRequest): ReachItem {
  const value = named?.value ?? located?.path ?? from;
  const accessText = use === "write" ? "hands out the original to be written to" : "read-only or as a copy";
  return {
    kind: "folder",
    value: use === "write" ? `${value}:rw` : value,
    what: `${from} at ${at}, ${accessText}`,
    exactly: located === undefined ? `missing ${from}` : `${use} ${located.device}:${located.inode}`,
    ...(named !== undefined && { aliases: named.aliases.map((one) => `folder:${one}${use === "write" ? ":rw" : ""}`) }),
  };
}
