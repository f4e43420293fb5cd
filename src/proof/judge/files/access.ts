/** Access rights of one file. */
export interface Access {
  readonly type: "file" | "folder" | "link" | "socket" | "pipe" | "device";
  /** Octal text such as `4755`. */
  readonly mode: string;
  /** Ids as the container sees them. */
  readonly uid: number;
  readonly gid: number;
  /** Empty if it has none, like the next one. */
  readonly acl: string;
  readonly capabilities: string;
}

/** As one text, equal for equal access. Capabilities come last: only they contain blanks. */
export function formatAccess({ type, mode, uid, gid, acl, capabilities }: Access): string {
  return [type, mode, uid, gid, acl, capabilities].join(" ");
}

export function parseAccess(text: string): Access {
  const [type = "file", mode = "0", uid, gid, acl = "", ...capabilities] = text.split(" ");
  return {
    type: type as Access["type"],
    mode,
    uid: Number(uid),
    gid: Number(gid),
    acl,
    capabilities: capabilities.join(" "),
  };
}
