import type { ResolvedPath, ReachItem } from "../domain/workload/reach.ts";

/** What is done with a folder or file of this machine: `read` mounts it read-only or copies it, `write` hands out the original itself. */
export type FolderUse = "read" | "write";

export interface FolderRequest {
  /** As it was written. */
  readonly from: string;
  /** Where it appears in the container. */
  readonly at: string;
  /** Undefined where there is nothing of that name. */
  readonly located: ResolvedPath | undefined;
  readonly use: FolderUse;
  /** Name and other names for it; default its real path. */
  readonly named?: { readonly value: string; readonly aliases: readonly string[] };
}

/** A folder counts as what it is, not as what it is called: another one under its name is another item. */
export function folderItem({ from, at, located, use, named }: FolderRequest): ReachItem {
  const value = named?.value ?? located?.path ?? from;
  const how = use === "write" ? "hands out the original to be written to" : "read-only or as a copy";
  return {
    kind: "folder",
    value: use === "write" ? `${value}:rw` : value,
    what: `${from} at ${at}, ${how}`,
    exactly: located === undefined ? `missing ${from}` : `${use} ${located.device}:${located.inode}`,
    ...(named !== undefined && { aliases: named.aliases.map((one) => `folder:${one}${use === "write" ? ":rw" : ""}`) }),
  };
}
