import type { Profile } from "../../domain/profile/profile.ts";
import type { EmitOptions } from "../emitter.ts";
import type { FieldLoss } from "../emitter.ts";

const remedy =
  "Podman's own client takes all of it: hullproof emit PROFILE --to podman-run, or --to quadlet for systemd";

/**
 * Settings that the docker client and Compose cannot send to Podman's Docker-compatible API (4.3 to 5.4): for
 * `--engine` with Podman.
 */
export function inlineListLosses({ seccomp }: Profile, options: EmitOptions): FieldLoss[] {
  if (seccomp === undefined || !isForPodman(options)) return [];
  return [
    {
      kind: "unsupported",
      code: "inline-seccomp",
      wanted: "the list of system calls",
      got: "no start: file name too long",
      reason: "docker and docker compose hand over the text of the list, and Podman's API takes the name of a file",
      remedy,
    },
  ];
}

/** The same for the options of a tmpfs. */
export function apiTmpfsLosses({ tmpfs }: Profile, options: EmitOptions): FieldLoss[] {
  if (!isForPodman(options)) return [];
  return tmpfs.map(({ path, uid, gid }, at) => ({
    kind: "unsupported",
    code: "tmpfs-options",
    field: `tmpfs[${at}].uid`,
    wanted: `${path} of ${uid}:${gid}, with a number of files`,
    got: 'no start: unknown mount option "nr_inodes"',
    reason: "Podman's API takes neither the owner nor the number of files of a tmpfs",
    remedy,
  }));
}

function isForPodman({ engines = [] }: EmitOptions): boolean {
  return engines.some((engine) => /^podman(?:@|$)/.test(engine));
}
