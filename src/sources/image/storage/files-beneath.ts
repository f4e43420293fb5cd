import { openBeneath } from "../../files/beneath.ts";

/** Opens files by their names in an archive. */
export interface FilesBeneath extends Disposable {
  /** Descriptor of the regular file. Throws `Error` with the reason. */
  open(name: Buffer): number;
}

/**
 * Files below `folder`. Names are resolved as for a process with that folder as its root: a symbolic link on the way
 * is followed inside, since the engine unpacked `lib/x` through a link `lib -> usr/lib` of the same layer that way.
 * The last part of the name is never followed. Folders stay open for the next file: archives are sorted by folder.
 */
export function filesBeneath(folder: string): FilesBeneath {
  const confinedRoot = openBeneath(folder, "root");
  return {
    open(name) {
      const opened = confinedRoot.open(Buffer.from(clean(name.toString("latin1")), "latin1"), "refuse");
      if ("refused" in opened) throw new Error(opened.refused === "missing" ? "it is gone" : opened.reason);
      return opened.fd;
    },
    [Symbol.dispose]: () => confinedRoot[Symbol.dispose](),
  };
}

/** Lexically, as the engine does before it unpacks. Throws `Error` for a name that leads out. */
function clean(name: string): string {
  if (!/(?:^|\/)\.{0,2}(?:\/|$)/.test(name)) return name;
  const cleaned: string[] = [];
  for (const part of name.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") cleaned.push(part);
    else if (cleaned.pop() === undefined) throw new Error("its name leads out of the layer");
  }
  if (cleaned.length === 0) throw new Error("its name is that of a folder");
  return cleaned.join("/");
}
