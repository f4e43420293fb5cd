import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { allowedUnderAll } from "../../../data/seccomp/seccomp-floor.ts";
import type { EngineInfo, EngineSession } from "../../../sources/engine/types.ts";
import { engineFloors, heldBy } from "./engine-floor.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-engine-floor-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What an engine says of itself; nothing is asked of it. */
const about = (info: Partial<EngineInfo>) =>
  ({
    engine: {
      info: {
        endpoint: "unix:///x",
        name: "Docker Engine",
        version: "26.1.5+dfsg1",
        kernel: "6.1.0",
        sameKernel: true,
        securityOptions: ["name=seccomp,profile=builtin"],
        ...info,
      },
    },
  }) as unknown as EngineSession;
const floorsOf = (info: Partial<EngineInfo>) => engineFloors(about(info), [], ["SCMP_ARCH_X86_64"]);
const option = (file: string) => ({ securityOptions: ["name=apparmor", `name=seccomp,profile=${file}`] });

test("uses Docker Engine's profile of its version, with filters on or off", async () => {
  for (const info of [{}, option("unconfined"), option("default"), { securityOptions: [] }])
    expect(await floorsOf(info)).toMatchObject({ floors: [{ name: "docker 25.0.3" }] });
  const later = await floorsOf({ version: "29.7.2" });
  expect(later).toMatchObject({ floors: [{ name: "docker 29.4.3" }] });
  const unknown = await floorsOf({ version: "dev" });
  expect("floors" in unknown && unknown.floors.length).toBeGreaterThan(10);
});

test("reads an administrator's profile on this machine, for the remaining capabilities", async () => {
  const file = join(folder, "own.json");
  await writeFile(
    file,
    JSON.stringify({
      defaultAction: "SCMP_ACT_ERRNO",
      archMap: [{ architecture: "SCMP_ARCH_X86_64", subArchitectures: ["SCMP_ARCH_X86"] }],
      syscalls: [
        { names: ["read", "keyctl"], action: "SCMP_ACT_ALLOW" },
        { names: ["mount"], action: "SCMP_ACT_ALLOW", includes: { caps: ["CAP_SYS_ADMIN"] } },
        { names: ["socket"], action: "SCMP_ACT_ALLOW" },
      ],
    }),
  );
  const known = await floorsOf(option(file));
  if (!("floors" in known)) throw new Error(known.reason);
  expect(allowedUnderAll(known.floors, "keyctl")).toEqual([[]]);
  expect(allowedUnderAll(known.floors, "mount")).toEqual([]);
  expect(allowedUnderAll(known.floors, "write")).toEqual([]);
  // Not even there.
  expect(JSON.stringify(allowedUnderAll(known.floors, "socket"))).not.toContain('"value":38,"op":"SCMP_CMP_EQ"');
});

test("gives the reason if it is unreadable", async () => {
  await writeFile(join(folder, "bad.json"), "{");
  expect(await floorsOf(option(join(folder, "missing.json")))).toMatchObject({
    reason: expect.stringContaining("can't be read"),
  });
  expect(await floorsOf(option(join(folder, "bad.json")))).toMatchObject({
    reason: expect.stringContaining("no form that is known"),
  });
  expect(await floorsOf({ ...option(join(folder, "bad.json")), sameKernel: false })).toMatchObject({
    reason: expect.stringContaining("another machine"),
  });
  expect(await floorsOf({ ...option(join(folder, "bad.json")), endpoint: "tcp://h:1" })).toMatchObject({
    reason: expect.stringContaining("another machine"),
  });
});

test("includes the rest of the default set, or additions to an empty one", () => {
  expect(heldBy({ dropAll: true }, {})).toEqual([]);
  expect(heldBy({ dropAll: true, addCapabilities: ["SETUID"] }, { grants: { capabilities: ["SYS_ADMIN"] } })).toEqual([
    "SETUID",
  ]);
  expect(heldBy({}, { grants: { capabilities: ["SYS_ADMIN"] } })).toContain("SYS_ADMIN");
  expect(heldBy({}, {})).not.toContain("SYS_ADMIN");
});
