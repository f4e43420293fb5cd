import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fullProfile } from "../../../test/emit/sample-profile.ts";
import type { Capability } from "../../domain/profile/capability.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import type { SeccompArgument, SeccompProfile } from "../../domain/profile/seccomp.ts";
import { emitProfiles } from "../emit/emit.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-floors-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const equal = (value: number): SeccompArgument => ({ index: 0, value, op: "SCMP_CMP_EQ" });
const { devices: _, network: __, ...plain } = fullProfile;
const profileOf = (
  names: readonly string[],
  required: readonly Capability[] = [],
  more: Partial<SeccompProfile> = {},
  families: readonly number[] = [],
): Profile => ({
  ...plain,
  capabilities: { required, soft: [], unused: [] },
  seccomp: {
    defaultAction: "SCMP_ACT_ERRNO",
    defaultErrnoRet: 1,
    architectures: ["SCMP_ARCH_X86_64"],
    syscalls: [
      { names, action: "SCMP_ACT_ALLOW" },
      ...families.map((one) => ({ names: ["socket"], action: "SCMP_ACT_ALLOW" as const, args: [equal(one)] })),
    ],
    ...more,
  },
});
let count = 0;
async function emit(profiles: readonly Profile[], engines: readonly string[] = [], allowed: readonly string[] = []) {
  const files = await Promise.all(
    profiles.map(async (profile) => {
      const file = join(folder, `p${count++}.json`);
      await writeFile(file, JSON.stringify(profile));
      return file;
    }),
  );
  const context = { cwd: folder, consent: { allowed }, today: "2026-11-28" };
  const { text, report } = await emitProfiles(files, { to: "seccomp", engines }, context);
  const list = JSON.parse(text) as SeccompProfile;
  const names = list.syscalls.filter(({ action }) => action === "SCMP_ACT_ALLOW").flatMap((rule) => rule.names);
  return { list, names, notes: report.notes.join("\n") };
}
test("removes a call that only some engines allow where the engine is unknown, and reports it", async () => {
  const wide = profileOf(["read", "close_range", "futex_waitv"]);
  const anywhere = await emit([wide]);
  expect(anywhere.names).toEqual(["read"]);
  expect(anywhere.notes).toMatch(/close_range, futex_waitv/u);
  // Some engines refuse it: reported as absent instead of forbidden.
  expect(anywhere.list.syscalls).toContainEqual({
    names: expect.arrayContaining(["close_range", "futex_waitv"]),
    action: "SCMP_ACT_ERRNO",
    errnoRet: 38,
  });
  const docker = await emit([wide], ["docker@29"]);
  expect(docker.names).toEqual(["close_range", "futex_waitv", "read"]);
  expect(docker.notes).toBe("");
  expect((await emit([wide], ["docker@29", "docker@20.10.0"])).names).toEqual(["read"]);
});

test("refuses sockets of AF_ALG and AF_VSOCK for every target", async () => {
  const wide = profileOf(["read"], [], {}, [1, 2]);
  for (const engines of [[], ["docker@23"], ["podman@4"], ["containerd"], ["cri-o@1.30"]])
    expect(
      (await emit([wide], engines)).list.syscalls.flatMap(({ args = [] }) => args.map(({ value }) => value)),
    ).toEqual([1, 2]);
  const asking = profileOf(["read"], [], {}, [1, 38]);
  await expect(emit([asking], ["podman@4"])).rejects.toThrow("seccomp:socket");
  const older = await emit([asking], ["docker@20.10"], ["seccomp:socket"]);
  expect(older.list.syscalls.flatMap(({ args = [] }) => args.map(({ value }) => value))).toEqual([1, 38]);
});

test("allows a call only with its capability, for each of several profiles", async () => {
  const chroot = (held: readonly Capability[]) => profileOf(["chroot", "read"], held);
  expect((await emit([chroot(["SYS_CHROOT"])], ["docker@29"])).names).toEqual(["chroot", "read"]);
  expect((await emit([chroot([])], ["docker@29"])).names).toEqual(["read"]);
  expect((await emit([chroot(["SYS_CHROOT"]), chroot([])], ["docker@29"])).names).toEqual(["read"]);
});

test("keeps exactly the calls that the user allowed by name", async () => {
  const wide = profileOf(["read", "keyctl", "mount"]);
  await expect(emit([wide])).rejects.toThrow(/seccomp:keyctl.*seccomp:mount/su);
  const both = await emit([wide], ["docker@29"], ["seccomp:keyctl", "seccomp:mount"]);
  expect(both.names).toEqual(["keyctl", "mount", "read"]);
});

test("applies a custom default profile, with resolved conditions", async () => {
  const own = {
    defaultAction: "SCMP_ACT_ERRNO",
    defaultErrnoRet: 1,
    syscalls: [
      { names: ["read", "write"], action: "SCMP_ACT_ALLOW" },
      { names: ["accept"], action: "SCMP_ACT_ALLOW", includes: { caps: ["CAP_SYS_ADMIN"] } },
      { names: ["ptrace"], action: "SCMP_ACT_ALLOW", includes: { minKernel: "4.8" } },
      { names: ["socket"], action: "SCMP_ACT_ALLOW", args: [{ index: 0, value: 40, op: "SCMP_CMP_NE" }] },
    ],
  };
  await writeFile(join(folder, "own.json"), JSON.stringify(own));
  const list = profileOf(["read", "accept", "ptrace", "bind"], [], {}, [2]);
  const { names, list: printed } = await emit([list], ["file:own.json"]);
  expect(names).toEqual(["read", "socket"]);
  expect(JSON.stringify(printed)).not.toMatch(/includes|excludes|minKernel/u);
  await writeFile(join(folder, "odd.json"), JSON.stringify({ ...own, Syscalls: [] }));
  await expect(emit([list], ["file:odd.json"])).rejects.toMatchObject({ code: "bad-usage" });
  await writeFile(
    join(folder, "open.json"),
    JSON.stringify({ defaultAction: "SCMP_ACT_ALLOW", syscalls: [{ names: ["bind"], action: "SCMP_ACT_KILL" }] }),
  );
  expect((await emit([list], ["file:open.json"])).names).toEqual(["accept", "ptrace", "read", "socket"]);
});

test.each(["dockr", "docker@", "docker 29", "docker@x", "file:missing.json", ""])(
  "--engine %j is refused",
  async (word) => {
    await expect(emit([profileOf(["read"])], [word])).rejects.toMatchObject({
      code: expect.stringMatching(/bad-usage|no-such-file/u),
    });
  },
);

test("removes other architectures, and refuses a list without a known one", async () => {
  const many = profileOf(["read"], [], { architectures: ["SCMP_ARCH_X86", "SCMP_ARCH_X86_64", "SCMP_ARCH_X32"] });
  expect((await emit([many])).list.architectures).toEqual(["SCMP_ARCH_X86_64"]);
  const narrow = profileOf(["read"], [], { architectures: ["SCMP_ARCH_X86"] });
  await expect(emit([narrow])).rejects.toMatchObject({ code: "bad-profile" });
});
