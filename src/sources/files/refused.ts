import { Failure } from "../../domain/failure.ts";

/**
 * - `missing`: there is nothing of that name; `broken-link`: there is a link, which leads nowhere
 * - `outside`: a link or `..` leads out of the folder
 * - `special`: a FIFO, socket or device, which is never opened; `folder`: a folder where a file was expected
 * - `too-large`: more bytes than the limit, counted and not believed
 * - `endless`: too many links or folders on the way
 * - `foreign`: a file with several names that belongs to someone else than its folder, or a file system of the kernel's own
 * - `denied`: the system says no; `failed`: the system cannot
 */
export type RefusalReason =
  | "missing"
  | "broken-link"
  | "outside"
  | "special"
  | "folder"
  | "too-large"
  | "endless"
  | "foreign"
  | "denied"
  | "failed";

/** A path that was not read, and the reason, which calls it "it". */
export interface Refused {
  readonly refused: RefusalReason;
  readonly reason: string;
}

export function refused(refusalReason: RefusalReason, reason: string): Refused {
  return { refused: refusalReason, reason };
}

/** Converts a system error. */
export function refusedBySystem(error: unknown): Refused {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  switch (code) {
    case "ENOENT":
    case "ESTALE":
      return refused("missing", "it does not exist");
    case "EACCES":
    case "EPERM":
      return refused("denied", "permission denied");
    case "ENOTDIR":
      return refused("missing", "something on the way to it is not a folder");
    case "ELOOP":
      return refused("endless", "links on the way to it never end");
    case "ENAMETOOLONG":
      return refused("endless", "its name is too long");
    case "ERR_INVALID_ARG_VALUE":
      return refused("missing", "it has a name that no file can have");
    case "":
      return refused("failed", error instanceof Error ? error.message : String(error));
    default:
      return refused("failed", `it cannot be read (${code})`);
  }
}

const hints: Readonly<Partial<Record<RefusalReason, string>>> = {
  missing: "Check the path; it is taken from the current folder.",
  outside: "Name the file that the link leads to, if you trust it.",
  "broken-link": "Fix the link, or remove it.",
  special: "Only regular files are opened.",
  "too-large": "Name the right file, or leave it out.",
  foreign: "Copy the file, if you trust it, and name the copy.",
  denied: "Check its permissions.",
};

/** `name` is the user's name for it. `no-such-file`, or `unreadable`. */
export function refusalFailure(name: string, { refused: refusalReason, reason }: Refused, hint?: string): Failure {
  const isMissing = refusalReason === "missing";
  const message =
    isMissing && reason === "it does not exist" ? `${name} does not exist` : `${name} is not read: ${reason}`;
  return new Failure(isMissing ? "no-such-file" : "unreadable", message, {
    hint: hint ?? hints[refusalReason] ?? "Check that it is a file that you may read.",
  });
}
