// Whatever an emitter calls `said` is in its text: each value of the profile is changed, and either the text changes or a loss names the field.
import { describe, expect, it } from "vitest";
import { fullProfile } from "../../../test/emit/sample-profile.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import type { Emitter } from "../emitter.ts";
import { emitters } from "../index.ts";

/** What each field is by default here, and another value of it. */
const base: Profile = {
  ...fullProfile,
  shmBytes: 32 * 1048576,
  network: "private",
  workload: { ...fullProfile.workload, entrypoint: ["/bin/app"], command: ["serve"] },
};
const workload = (changes: Partial<Profile["workload"]>): Partial<Profile> => ({
  workload: { ...base.workload, ...changes },
});
const others: Readonly<Record<string, Partial<Profile>>> = {
  image: { image: { ...base.image, name: "other/app:2" } },
  user: { user: { uid: 7, gid: 8 } },
  "user.gid": { user: { ...base.user, gid: 8 } },
  capabilities: { capabilities: { ...base.capabilities, required: ["SETGID"] } },
  noNewPrivileges: { noNewPrivileges: false },
  readOnlyRootfs: { readOnlyRootfs: false },
  "tmpfs.path": { tmpfs: [{ ...base.tmpfs[0]!, path: "/run/app" }] },
  "tmpfs.mode": { tmpfs: [{ ...base.tmpfs[0]!, mode: "700" }] },
  "tmpfs.uid": { tmpfs: [{ ...base.tmpfs[0]!, uid: 7 }] },
  "tmpfs.gid": { tmpfs: [{ ...base.tmpfs[0]!, gid: 7 }] },
  "tmpfs.sizeBytes": { tmpfs: [{ ...base.tmpfs[0]!, sizeBytes: 65536 }] },
  "tmpfs.exec": { tmpfs: [{ ...base.tmpfs[0]!, exec: true }] },
  "tmpfs.inodes": { tmpfs: [{ ...base.tmpfs[0]!, inodes: 99 }] },
  "volumes.path": { volumes: [{ name: "data", path: "/srv" }] },
  "volumes.readOnly": { volumes: [{ name: "data", path: "/var/lib/app", readOnly: true }] },
  "volumes.from": { volumes: [{ name: "data", path: "/var/lib/app", from: "./data" }] },
  "volumes.owner": { volumes: [{ name: "data", path: "/var/lib/app", owner: "7:8" }] },
  anonymousVolumes: { anonymousVolumes: [{ path: "/var/spool/app" }] },
  "anonymousVolumes.imageFiles": { anonymousVolumes: [{ path: "/var/spool/app", imageFiles: true }] },
  prepared: { prepared: [] },
  memoryBytes: { memoryBytes: 64 * 1048576 },
  shmBytes: { shmBytes: 16 * 1048576 },
  cpus: { cpus: 0.75 },
  pids: { pids: 17 },
  ulimits: { ulimits: [{ name: "nofile", soft: 1024, hard: 4096 }] },
  devices: { devices: [{ path: "/dev/fuse", permissions: "r" }] },
  init: { init: false },
  "network.none": { network: "none" },
  "network.host": { network: "host" },
  ports: { ports: [8081] },
  sysctls: { sysctls: { "net.core.somaxconn": "256" } },
  "workload.env": workload({ env: { TZ: "Europe/Riga" } }),
  "workload.entrypoint": workload({ entrypoint: ["/bin/other"] }),
  "workload.entrypoint.none": workload({ entrypoint: [] }),
  "workload.command": workload({ command: ["serve", "--fast"] }),
  "workload.stop.signal": workload({ stop: { ...base.workload.stop, signal: "SIGQUIT" } }),
  "workload.stop.timeoutMs": workload({ stop: { ...base.workload.stop, timeoutMs: 60_000 } }),
  "workload.ports": workload({ ports: [{ port: 53, protocol: "udp" }] }),
  "workload.companions": workload({
    companions: [
      {
        name: "db",
        image: "postgres:17",
        aliases: [],
        env: {},
        volumes: [],
        ready: { kind: "health" },
        readyTimeoutMs: 5000,
      },
    ],
  }),
};

const oldest = (emitter: Emitter): string[] => (emitter.versions === undefined ? [] : [emitter.versions.oldest]);
const cases = emitters
  .filter(({ says }) => says === "container")
  .flatMap((emitter) => [undefined, ...oldest(emitter)].map((version) => [emitter.name, version, emitter] as const));

describe.each(cases)("%s %s", (_, version, emitter) => {
  const options = version === undefined ? {} : { version };
  const before = emitter.emit(base, options);
  const textOf = ({ files }: typeof before) =>
    files.map(({ text }) => text.replaceAll(/^#.*$|^ *"(?:description|note)": .*$/gm, "")).join("\0");

  it.each(Object.keys(others))("notices another %s", (field) => {
    const after = emitter.emit({ ...base, ...others[field] }, options);
    const [root = ""] = /^(?:workload\.)?\w+/.exec(field) ?? [];
    const said = textOf(after) !== textOf(before);
    const lost = [...after.losses, ...before.losses].some((loss) => new RegExp(`^${root}\\b`).test(loss.field));
    expect(said || lost).toBe(true);
  });

  it("notices a profile without seccomp", () => {
    const { seccomp: _list, ...rest } = base;
    const after = emitter.emit(rest, options);
    expect(textOf(after) !== textOf(before) || before.losses.some(({ field }) => field === "seccomp")).toBe(true);
  });

  it("is the same for the same profile", () => {
    expect(emitter.emit(base, options)).toEqual(before);
  });
});
