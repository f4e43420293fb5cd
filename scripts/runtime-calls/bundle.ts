import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** How a container is started: each of these takes another way through a runtime's last steps. */
export interface Way {
  readonly name: string;
  readonly uid: number;
  readonly noNewPrivileges: boolean;
  readonly readOnly: boolean;
  /** Calls that do not exist for the container, as lists of ours have it: what a runtime does then is seen, too. */
  readonly withoutNew: boolean;
}

export const ways: readonly Way[] = [false, true].flatMap((withoutNew) =>
  [0, 1000].flatMap((uid) =>
    [false, true].map((noNewPrivileges) => ({
      name: `uid ${uid}${noNewPrivileges ? ", no new privileges" : ""}${withoutNew ? ", without new calls" : ""}`,
      uid,
      noNewPrivileges,
      readOnly: noNewPrivileges,
      withoutNew,
    })),
  ),
);

/** What lists of ours answer with ENOSYS where it was not seen (`newerThan` of src/proof/learn/syscall-allowlist.ts). */
export const newCalls =
  "clone3 close_range openat2 pidfd_getfd pidfd_open epoll_pwait2 fchmodat2 fsopen fsconfig fsmount fspick move_mount open_tree mount_setattr " +
  "io_uring_setup landlock_create_ruleset membarrier";

/** The folder of a bundle (OCI runtime specification, bundle.md) of one static busybox. */
export function writeBundle(folder: string, busybox: string, way: Way): void {
  const bin = join(folder, "rootfs/bin");
  for (const path of ["rootfs/proc", "rootfs/dev", "rootfs/sys", "rootfs/tmp", "rootfs/bin"])
    mkdirSync(join(folder, path), { recursive: true });
  for (const name of ["sleep", "true"]) copyFileSync(busybox, join(bin, name));
  chmodSync(join(bin, "sleep"), 0o755);
  const held = way.uid === 0 ? ["CAP_CHOWN", "CAP_SETUID", "CAP_SETGID"] : [];
  const config = {
    ociVersion: "1.0.2",
    process: {
      user: { uid: way.uid, gid: way.uid, additionalGids: [10, 20] },
      args: ["/bin/sleep", "60"],
      env: ["PATH=/bin", "HOME=/"],
      cwd: "/tmp",
      capabilities: { bounding: held, effective: held, permitted: held },
      rlimits: [{ type: "RLIMIT_NOFILE", soft: 1024, hard: 2048 }],
      noNewPrivileges: way.noNewPrivileges,
    },
    root: { path: "rootfs", readonly: way.readOnly },
    hostname: "calls",
    mounts: [
      { destination: "/proc", type: "proc", source: "proc" },
      { destination: "/dev", type: "tmpfs", source: "tmpfs", options: ["nosuid", "mode=755"] },
      { destination: "/tmp", type: "tmpfs", source: "tmpfs", options: ["nosuid", "mode=1777"] },
    ],
    linux: {
      namespaces: ["pid", "ipc", "uts", "mount", "network"].map((type) => ({ type })),
      maskedPaths: ["/proc/kcore", "/proc/keys"],
      readonlyPaths: ["/proc/sys"],
      seccomp: {
        defaultAction: "SCMP_ACT_ALLOW",
        architectures: ["SCMP_ARCH_X86_64"],
        syscalls: [
          { names: ["swapon"], action: "SCMP_ACT_ERRNO", errnoRet: 1 },
          ...(way.withoutNew ? [{ names: newCalls.split(" "), action: "SCMP_ACT_ERRNO", errnoRet: 38 }] : []),
        ],
      },
    },
  };
  writeFileSync(join(folder, "config.json"), JSON.stringify(config));
}
