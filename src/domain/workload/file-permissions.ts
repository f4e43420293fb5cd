/** Who may do what with the files that a container can change: those in its own layer, in each tmpfs and in each volume. Times are not among them. */
export interface FilePermissions {
  /** By what `formatAccess` makes of type, mode, owner, group, ACL and capabilities: paths, in order. Of many files with one shape and one access, the shape. */
  readonly byAccess: Readonly<Record<string, readonly string[]>>;
  /** Whether ACLs or capabilities were found, also of these files in the image; or why they were not read. */
  readonly extended: "some" | "none" | NotRead;
}

export interface NotRead {
  readonly reason: string;
}

export function isNotRead(value: unknown): value is NotRead {
  return typeof value === "object" && value !== null && "reason" in value;
}

/** Of one life, at each moment. */
export interface LifePermissions {
  /** Of the first life only: a restart shows at its end. */
  readonly ready?: FilePermissions | NotRead;
  /** After the steps; of volumes after the stop. */
  readonly end?: FilePermissions | NotRead;
}
