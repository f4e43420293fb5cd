const tags: ReadonlyMap<number, string> = new Map([
  [0x01, "user"],
  [0x02, "user"],
  [0x04, "group"],
  [0x08, "group"],
  [0x10, "mask"],
  [0x20, "other"],
]);
/** ACL_USER and ACL_GROUP: the other entries name no one. */
const ownerTags = new Set([0x02, 0x08]);
const headerBytes = 4;
const entryBytes = 8;

/**
 * The value of `system.posix_acl_access` or `_default` as getfacl(1) writes it, `user::rw-,user:33:r--,group::---,mask::r--,other::---`: linux/posix_acl_xattr.h, version 2, little
 * endian. Undefined where it is no such value.
 */
export function formatAcl(value: Buffer, idOf: (kind: "uid" | "gid", id: number) => number): string | undefined {
  if (value.length < headerBytes || (value.length - headerBytes) % entryBytes !== 0 || value.readUInt32LE(0) !== 2)
    return undefined;
  const entries: string[] = [];
  for (let at = headerBytes; at < value.length; at += entryBytes) {
    const tag = value.readUInt16LE(at);
    const word = tags.get(tag);
    if (word === undefined) continue;
    const id = ownerTags.has(tag) ? idOf(word === "user" ? "uid" : "gid", value.readUInt32LE(at + 4)) : "";
    entries.push(`${word}:${id}:${permissions(value.readUInt16LE(at + 2))}`);
  }
  return entries.join(",");
}

function permissions(bits: number): string {
  return `${bits & 4 ? "r" : "-"}${bits & 2 ? "w" : "-"}${bits & 1 ? "x" : "-"}`;
}
