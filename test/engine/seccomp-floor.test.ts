import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Capability } from "../../src/domain/profile/capability.ts";
import { underFloors, type Floor } from "../../src/data/seccomp/seccomp-floor.ts";
import type { SeccompProfile } from "../../src/domain/profile/seccomp.ts";
import { engineFloors } from "../../src/proof/trial/environment/engine-floor.ts";
import { allowList } from "../../src/proof/learn/syscall-allowlist.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { tinyImage } from "../images/tiny.ts";
import { knowsListErrors } from "./older.ts";
import {
  buildProbe,
  everyCall,
  hasCrun,
  openCalls,
  probeInCrun,
  probeInDocker,
  probesOutside,
  type Probe,
} from "../seccomp/probes.ts";

// The compiled filter is tried, not its text: every call outside the engine's own filter, through all three ways into an x86-64 kernel.

let session: EngineSession;
let probe: Probe | undefined;
let floors: readonly Floor[] = [];
const held: readonly Capability[] = [];
const architecture = "SCMP_ARCH_X86_64";

beforeAll(async () => {
  session = await openEngineSession(await connect());
  probe = process.arch === "x64" ? await buildProbe() : undefined;
  const known = await engineFloors(session, held, [architecture]);
  floors = "floors" in known ? known.floors : [];
});
afterAll(async () => {
  await probe?.[Symbol.asyncDispose]();
  await session[Symbol.asyncDispose]();
});

/** Everything that a list can say, conditions that runc and crun OR among it, and the architectures that are not to be named. */
const widest: SeccompProfile = {
  defaultAction: "SCMP_ACT_ERRNO",
  defaultErrnoRet: 1,
  architectures: [architecture, "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  syscalls: [
    { names: everyCall.map(([, name]) => name).filter((name) => name !== "socket"), action: "SCMP_ACT_ALLOW" },
    {
      names: ["socket"],
      action: "SCMP_ACT_ALLOW",
      args: [
        { index: 0, value: 40, op: "SCMP_CMP_EQ" },
        { index: 0, value: 38, op: "SCMP_CMP_NE" },
      ],
    },
    { names: ["socket"], action: "SCMP_ACT_ALLOW", args: [{ index: 0, value: 38, op: "SCMP_CMP_EQ" }] },
  ],
};
const learned = allowList(
  {
    architecture,
    calls:
      "io_uring_setup keyctl mount bpf unshare setns userfaultfd clone socket personality bind listen accept4 usleep ioctl".split(
        " ",
      ),
    runtime: [],
    families: [1, 2, 38, 40],
    personalities: [],
    namespaces: true,
  },
  { added: ["socket", "clone", "personality"], init: true },
);

describe.each([
  ["the widest list", widest],
  ["a list learned from a program that tried everything", learned],
])("%s, under the engine's floor", (_, list) => {
  test.each(["runc", "crun"])("opens nothing by %s that the engine's own filter refuses", async (runtime) => {
    if (probe === undefined) return console.warn("skipped: needs gcc with a static libc, on x86-64");
    if (runtime === "crun" && !(await hasCrun())) return console.warn("skipped: needs root and crun");
    expect(floors).toHaveLength(1);
    const floored = underFloors(list, floors);
    if (floored === undefined) throw new Error("no list");
    const control = ["64 39 0 0 0 0 0 0", "64 41 2 1 0 0 0 0"];
    const lines = [...control, ...probesOutside(floors)];
    const out = await (runtime === "runc"
      ? probeInDocker(probe, tinyImage, floored.list, lines)
      : probeInCrun(probe, floored.list, lines));
    const open = openCalls(out, floored.list, runtime === "crun" || knowsListErrors);
    // getpid and socket(AF_INET) are allowed: the program does run, and tells what is open.
    expect(open.slice(0, 2)).toEqual(["open 64 39 0 0 status 100", "open 64 41 2 1 status 100"]);
    expect(open.slice(2)).toEqual([]);
    expect(out).toContain(`made ${lines.length} `);
  });
});
