import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fullProfile } from "../emit/sample-profile.ts";
import { permitForNothing } from "../../src/consent/decide.ts";
import { defaultFloors } from "../../src/data/default-seccomp/floors.ts";
import { forTargets, targetsOf } from "../../src/pipeline/profiles/target-floors.ts";
import { engineFloors, underEngine } from "../../src/proof/trial/environment/engine-floor.ts";
import { allowList } from "../../src/proof/learn/syscall-allowlist.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import { tinyImage } from "../images/tiny.ts";
import { buildProbe, openCalls, probeInDocker, probesOutside } from "../seccomp/probes.ts";
import { long } from "../long.ts";

// A list that was learned on one engine, for another whose administrator has a default profile of their own.

const run = promisify(execFile);
let folder: string;
let daemon: ChildProcess | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-elsewhere-"));
});
afterAll(async () => {
  if (daemon !== undefined && daemon.exitCode === null) {
    daemon.kill("SIGTERM");
    await once(daemon, "exit");
  }
  const mounts = (await readFile("/proc/self/mountinfo", "utf8")).split("\n").map((line) => line.split(" ")[4] ?? "");
  for (const mount of mounts.filter((path) => path.startsWith(folder)).toReversed())
    await run("umount", ["-l", mount]).catch(() => {});
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** In a network of its own: without a bridge it removes the machine's docker0 at its start. Undefined when none starts. */
async function ownDaemon(profile: string): Promise<string | undefined> {
  const host = `unix://${join(folder, "sock")}`;
  await mkdir(join(folder, "data"));
  const settings = {
    "data-root": join(folder, "data"),
    "exec-root": join(folder, "exec"),
    pidfile: join(folder, "pid"),
    hosts: [host],
    bridge: "none",
    iptables: false,
    ip6tables: false,
    "ip-forward": false,
    "ip-masq": false,
    "seccomp-profile": profile,
  };
  await writeFile(join(folder, "daemon.json"), JSON.stringify(settings));
  // HULLPROOF_TEST_DOCKERD: the folder of another version's programs.
  const other = process.env["HULLPROOF_TEST_DOCKERD"];
  const env = other === undefined ? process.env : { ...process.env, PATH: `${other}:${process.env["PATH"]}` };
  daemon = spawn("unshare", ["--net", "dockerd", "--config-file", join(folder, "daemon.json")], {
    stdio: "ignore",
    env,
  });
  daemon.on("error", () => {});
  for (let attempt = 0; attempt < 150 && daemon.exitCode === null; attempt++) {
    if ((await connect({ host }).catch(() => undefined)) !== undefined) return host;
    await sleep(200);
  }
  return undefined;
}

const own = {
  defaultAction: "SCMP_ACT_ERRNO",
  defaultErrnoRet: 1,
  archMap: [{ architecture: "SCMP_ARCH_X86_64", subArchitectures: ["SCMP_ARCH_X86", "SCMP_ARCH_X32"] }],
  syscalls: [
    {
      names: (
        "access arch_prctl brk clone close dup2 execve exit exit_group fcntl fstat fstatfs futex getcwd getdents64 getegid geteuid " +
        "getgid getpid getppid getrandom gettid getuid ioctl kill lseek madvise mmap mprotect munmap nanosleep clock_nanosleep " +
        "newfstatat openat pipe2 prctl pread64 prlimit64 read readlink readlinkat rseq rt_sigaction rt_sigprocmask rt_sigreturn " +
        "set_robust_list set_tid_address sigaltstack stat statfs statx tgkill uname vfork wait4 write writev capget capset chdir " +
        "epoll_create1 epoll_ctl epoll_pwait eventfd2 faccessat2 fchown setgid setgroups setuid setsid sched_yield restart_syscall " +
        "open faccessat getpgrp keyctl socket personality mount"
      ).split(" "),
      action: "SCMP_ACT_ALLOW",
    },
    { names: ["unshare"], action: "SCMP_ACT_ALLOW", includes: { caps: ["CAP_SYS_ADMIN"] } },
  ],
};

const place = { capabilities: [], architectures: ["amd64"], kernel: "6.1" };
const title = "a list learned here holds to the default profile of the engine where it will run";
test.skipIf(!long)(
  `${title}${long ? "" : " (npm run test:long)"}`,
  async (context) => {
    if (process.getuid?.() !== 0 || process.arch !== "x64")
      return context.skip("a second engine takes root, the probe x86-64");
    await using probe = await buildProbe();
    if (probe === undefined) return context.skip("needs gcc with a static libc");
    const file = join(folder, "own.json");
    await writeFile(file, JSON.stringify(own));
    const host = await ownDaemon(file);
    if (host === undefined) return context.skip("no second dockerd starts here");
    await run("sh", ["-c", `docker save ${tinyImage} | docker -H ${host} load`]);

    const everything =
      "read write bind listen accept4 keyctl mount bpf unshare userfaultfd io_uring_setup clone socket sendfile alarm ptrace";
    const learned = allowList(
      {
        architecture: "SCMP_ARCH_X86_64",
        calls: everything.split(" "),
        runtime: [],
        families: [1, 2, 16, 38, 40],
        personalities: [],
        namespaces: true,
      },
      { added: ["socket", "clone"], init: true },
    );
    const profile = { ...fullProfile, capabilities: { required: [], soft: [], unused: [] }, seccomp: learned };
    const elsewhere = await openEngineSession(await connect({ host }));
    try {
      expect(elsewhere.engine.info.securityOptions.join(" ")).toContain(file);
      const known = await engineFloors(elsewhere, [], learned.architectures);
      if (!("floors" in known)) throw new Error(known.reason);
      // As verify narrows it there, and as emit does for that target.
      const verified = await underEngine(elsewhere, learned, [], permitForNothing());
      const emitted = forTargets(profile, [[]], await targetsOf([`file:${file}`, "docker@29"], folder), () => false);
      if (!("list" in verified) || emitted.profile.seccomp === undefined) throw new Error("no list");
      expect(emitted.taken.map(({ name }) => name)).toEqual(
        expect.arrayContaining(["bpf", "keyctl", "mount", "sendfile", "socket"]),
      );
      const probes = ["64 39 0 0 0 0 0 0", ...probesOutside(known.floors)];
      const both = [...probes, ...probesOutside(defaultFloors({ engine: "docker", version: "29" }, place))];
      for (const [list, lines] of [
        [verified.list, probes],
        [emitted.profile.seccomp, both],
      ] as const) {
        const out = await probeInDocker(probe, tinyImage, list, lines, host);
        const [control, ...open] = openCalls(out, list);
        expect(control).toBe("open 64 39 0 0 status 100");
        expect(open).toEqual([]);
        expect(out).toContain(`made ${lines.length} `);
      }
    } finally {
      await elsewhere[Symbol.asyncDispose]();
    }
  },
  300_000,
);
