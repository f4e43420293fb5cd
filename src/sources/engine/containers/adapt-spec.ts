import { podmansOwnPlaces } from "../../../data/podmans-own-places.ts";
import { putOwn } from "../../../domain/own-value.ts";
import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../../../domain/failure.ts";
import type { CreateRequest } from "../../../domain/container/create-request.ts";
import type { EngineSession } from "../types.ts";
import { confinedBySelinux } from "./selinux.ts";

/** A volume that is a separate tmpfs for one container: its content is gone when that stops. */
export interface TmpfsVolume {
  readonly source: string;
  readonly path: string;
  /** For mount(8): Podman 4 treats `size` as a quota, so the size is given in blocks. */
  readonly options: string;
  /** Flags of the mount in the container. */
  readonly flags: string;
}

/** The adapted create request. */
export interface Adapted {
  readonly spec: CreateRequest;
  readonly tmpfsVolumes?: readonly TmpfsVolume[];
}

/**
 * The same container in the words of an engine that refused the usual ones; undefined when it refused something else. Podman's
 * Docker-compatible API differs from Docker's in these (4.3 to 5.4):
 *
 * - A tmpfs has neither an owner (`unknown mount option "uid=0"`) nor a number of inodes (`unknown mount option "nr_inodes=4096"`). A volume of the
 *   type tmpfs has both, and is as empty at each start. Where SELinux confines containers it carries the engine's label, so it is mounted with `Z`, which gives
 *   it the container's at each start (5.4).
 * - Over /tmp, /run and /var/tmp of a read-only container it mounts its own, also over a volume: there a tmpfs of root or of the container's user stays one,
 *   bounded by its size alone, which the report says.
 * - A seccomp profile is the name of a file on the engine's machine, not its text (`opening seccomp profile failed`).
 *
 * `name` is the container's. @throws Failure `engine-refused` for a tmpfs of anyone else in one of those three places, and for an engine that cannot read the
 * file of a list.
 */
export async function adaptSpec(
  session: EngineSession,
  { spec }: Adapted,
  name: string,
  error: unknown,
): Promise<Adapted | undefined> {
  if (!(error instanceof Failure)) return undefined;
  if (spec.tmpfs !== undefined && /unknown mount option "(?:nr_inodes|uid|gid)=/u.test(error.message)) {
    const { tmpfs, volumes } = asVolumes(spec.tmpfs, name, spec.user);
    const writable = Object.entries(tmpfs).flatMap(([path, options]) => (options.startsWith("ro,") ? [] : [path]));
    if (writable.length > 0)
      session.note(
        `the number of files in the tmpfs ${writable.join(", ")} is not limited: this engine's API takes no nr_inodes there`,
      );
    const label = confinedBySelinux(session.engine.info) ? ",Z" : "";
    return {
      spec: { ...spec, tmpfs },
      tmpfsVolumes: volumes.map((own) => ({ ...own, flags: `${own.flags}${label}` })),
    };
  }
  if (spec.seccomp !== undefined && error.message.includes("opening seccomp profile failed")) {
    if (!spec.seccomp.startsWith("{"))
      throw new Failure(
        "engine-refused",
        "The list of system calls was not given to the engine: its API takes the name of a file on its own machine, and it cannot read one of this machine.",
        { hint: "Run hullproof on the machine of the engine, or name a Docker Engine in DOCKER_HOST.", cause: error },
      );
    const hash = createHash("sha256").update(spec.seccomp).digest("hex").slice(0, 16);
    // The run's folder is removed with the run.
    const file = join(session.folder, `seccomp-${hash}.json`);
    await writeFile(file, spec.seccomp);
    return { spec: { ...spec, seccomp: file } };
  }
  return undefined;
}

/**
 * Splits mounts into those that stay a tmpfs on an engine without options for owner and inodes, and those that become
 * volumes. `user` is the container's user.
 */
export function asVolumes(
  tmpfs: Readonly<Record<string, string>>,
  name: string,
  user = "",
): { readonly tmpfs: Record<string, string>; readonly volumes: readonly TmpfsVolume[] } {
  const keptTmpfs: Record<string, string> = {};
  const volumes: TmpfsVolume[] = [];
  for (const [path, options] of Object.entries(tmpfs)) {
    const words = options.split(",");
    if (words[0] === "ro") {
      putOwn(keptTmpfs, path, options);
      continue;
    }
    if (podmansOwnPlaces.has(path)) {
      putOwn(keptTmpfs, path, ownerless(path, words, user));
      continue;
    }
    const flags = words.filter((word) => /^(?:no)?(?:exec|suid|dev)$/u.test(word));
    const room = words.filter((word) => word !== "rw" && word !== "notmpcopyup").map(inBlocks);
    volumes.push({
      source: `${name}-tmpfs-${volumes.length}`,
      path,
      options: room.join(","),
      flags: ["rw", ...flags, "nocopy"].join(","),
    });
  }
  return { tmpfs: keptTmpfs, volumes };
}

/** Podman's tmpfs belongs to root, and with `U` to the container's user (podman-run(1), "--tmpfs"). */
function ownerless(path: string, words: readonly string[], user: string): string {
  const owner = `${valueOf(words, "uid")}:${valueOf(words, "gid")}`;
  const users = user === owner;
  if (!users && owner !== "0:0")
    throw new Failure(
      "engine-refused",
      `The engine cannot make a tmpfs at ${path} that belongs to ${owner}: there its API knows only root and the user that the container runs as.`,
      {
        hint: "Learn this image on a Docker Engine, or mount a volume there that belongs to this user.",
      },
    );
  const keptOptions = words.filter((word) => !/^(?:uid|gid|nr_inodes)=/u.test(word));
  return [...keptOptions, ...(users && owner !== "0:0" ? ["U"] : []), "notmpcopyup"].join(",");
}

function valueOf(words: readonly string[], key: string): string {
  return words.findLast((word) => word.startsWith(`${key}=`))?.slice(key.length + 1) ?? "0";
}

const page = 4096;

/** tmpfs(5): `nr_blocks` counts pages, `size` bytes. */
function inBlocks(word: string): string {
  const [, digits = "", unit = ""] = /^size=(\d{1,15})([kmg]?)$/iu.exec(word) ?? [];
  if (digits === "") return word;
  const bytes = Number(digits) * 1024 ** " kmg".indexOf(unit.toLowerCase() || " ");
  return `nr_blocks=${Math.max(1, Math.ceil(bytes / page))}`;
}
