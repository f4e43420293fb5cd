import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FilePermissions, LifePermissions } from "../../../domain/workload/file-permissions.ts";
import type { LifecycleOutcome, Trial } from "../../../domain/workload/trial.ts";
import { judgeBehaviour, learnNoise } from "../judge.ts";
import { trial as made } from "../trial-fixture.ts";
import { formatAccess, parseAccess } from "./access.ts";
import type { AccessLeniency } from "./compare-access.ts";
import { comparePermissions, groupByAccess, learnPermissions, whyNotCompared } from "./compare-permissions.ts";
import { leniencyOf } from "./leniency-of.ts";

type Files = Readonly<Record<string, string>>;

/** `file 600 33:33` by path, the rest of a line being an ACL and capabilities. */
function permissions(files: Files, extended: FilePermissions["extended"] = "none"): FilePermissions {
  const texts = Object.entries(files).map(([path, text]) => {
    const [type, mode, ids = "0:0", acl = "", capabilities = ""] = text.split(" ");
    const [uid, gid] = ids.split(":").map(Number);
    return [
      path,
      formatAccess({ type, mode, uid, gid, acl, capabilities } as Parameters<typeof formatAccess>[0]),
    ] as const;
  });
  return { byAccess: groupByAccess(new Map(texts)), extended };
}
const end = (files: Files, extended?: FilePermissions["extended"]): LifePermissions => ({
  end: permissions(files, extended),
});
const compare = (a: LifePermissions, b: LifePermissions, now: LifePermissions, leniency?: AccessLeniency) =>
  comparePermissions(learnPermissions(a, b), now, leniency);
const against = (then: Files, now: Files, leniency?: AccessLeniency) =>
  compare(end(then), end(then), end(now), leniency);

describe("a file that differs from both originals", () => {
  it.each([
    ["mode", "file 600", "file 644", "mode 644, the original's is 600"],
    ["fewer may read it", "file 644", "file 600", "mode 600, the original's is 644"],
    ["setuid", "file 4755", "file 755", "mode 755, the original's is 4755"],
    ["setgid of a folder", "folder 2710 0:7", "folder 710 0:7", "mode 710, the original's is 2710"],
    ["sticky", "folder 1777", "folder 777", "mode 777, the original's is 1777"],
    ["owner", "file 600 33:33", "file 600 0:33", "owner 0:33, the original's is 33:33"],
    ["group", "socket 660 0:101", "socket 660 0:0", "owner 0:0, the original's is 0:101"],
    ["type", "pipe 600", "file 600", "type file, the original's is pipe"],
    ["ACL", "file 640 0:0 user:33:r--", "file 640", "ACL none, the original's is user:33:r--"],
    ["capabilities", "file 755 0:0  cap_net_raw=ep", "file 755", "capabilities none, the original's is cap_net_raw=ep"],
    ["several", "file 600 33:33", "file 644", "mode 644, the original's is 600; owner 0:0, the original's is 33:33"],
  ])("is reported by its path: %s", (_, then, now, problem) => {
    expect(against({ "/data/key": then }, { "/data/key": now })).toEqual([`/data/key: ${problem}`]);
    expect(against({ "/data/key": then }, { "/data/key": then })).toEqual([]);
  });

  it("is listed among at most three", () => {
    const all = (mode: string) =>
      Object.fromEntries(["a", "b", "c", "d", "e"].map((name) => [`/srv/${name}`, `file ${mode}`]));
    const found = against(all("600"), all("644"));
    expect(found.slice(2)).toEqual([
      "/srv/c: mode 644, the original's is 600",
      "2 more files with another owner or mode",
    ]);
  });

  it("has to differ at the same moment, but its final state is accepted right after the start", () => {
    const at = (ready: Files, later: Files): LifePermissions => ({
      ready: permissions(ready),
      end: permissions(later),
    });
    const [open, shut] = [{ "/run/key": "file 644" }, { "/run/key": "file 600" }];
    const original = at(open, shut);
    expect(compare(original, original, at(shut, shut))).toEqual([]);
    expect(compare(original, original, at(shut, open))).toEqual(["/run/key: mode 644, the original's is 600"]);
    const strict = at(shut, shut);
    expect(compare(strict, strict, at(open, shut))).toEqual(["/run/key: mode 644, the original's is 600"]);
  });
});

describe("learned noise", () => {
  it("ignores a file that one original lacks, or that differs between them", () => {
    const [a, b] = [end({ "/x": "file 600", "/y": "file 600" }), end({ "/x": "file 644", "/z": "file 600" })];
    expect(compare(a, b, end({ "/x": "file 666", "/y": "file 666", "/z": "file 666" }))).toEqual([]);
    expect(against({ "/x": "file 600" }, { "/other": "file 666" })).toEqual([]);
  });

  it("compares files with a number in the name by their shape", () => {
    const [a, b] = [end({ "/s/id-17": "file 600" }), end({ "/s/id-18": "file 600" })];
    expect(compare(a, b, end({ "/s/id-99": "file 600" }))).toEqual([]);
    expect(compare(a, b, end({ "/s/id-99": "file 644" }))).toEqual(["/s/id-99: mode 644, the original's is 600"]);
    // Two kinds under one shape, each at its own path.
    const keys = { "/k/1": "file 600", "/k/2": "file 644" };
    expect(against(keys, { "/k/1": "file 644", "/k/2": "file 644" })).toEqual([
      "/k/1: mode 644, the original's is 600",
    ]);
    expect(against(keys, { "/k/3": "file 644" })).toEqual([]);
    expect(against(keys, { "/k/3": "file 640" })).toHaveLength(1);
  });

  it("compares files in a folder with a random name", () => {
    const files = (folder: string, key: string): LifePermissions =>
      end({ "/data": "folder 755", [`/data/${folder}`]: "folder 700", [`/data/${folder}/server.key`]: key });
    const [a, b] = [files("qwxzkvbn", "file 600 33:33"), files("blrmtdfg", "file 600 33:33")];
    expect(compare(a, b, files("cvbnhjkl", "file 600 33:33"))).toEqual([]);
    expect(compare(a, b, files("cvbnhjkl", "file 644"))).toEqual([
      "/data/cvbnhjkl/server.key: mode 644, the original's is 600; owner 0:0, the original's is 33:33",
    ]);
    expect(compare(a, b, files("cvbn", "file 644"))).toEqual([]);
  });

  it("compares files with a random name by folder, length and extension", () => {
    const [a, b] = [end({ "/s/tmpqwxzkv": "file 600 33:33" }), end({ "/s/tmpblrmtd": "file 600 33:33" })];
    expect(compare(a, b, end({ "/s/tmpcvbnhj": "file 600 33:33" }))).toEqual([]);
    expect(compare(a, b, end({ "/s/tmpcvbnhj": "file 600" }))).toEqual([
      "/s/tmpcvbnhj: owner 0:0, the original's is 33:33",
    ]);
    for (const other of ["/s/tmpcvbnhj.lock", "/s/tmpcvbn", "/t/tmpcvbnhj"])
      expect(compare(a, b, end({ [other]: "file 666" })), other).toEqual([]);
    expect(compare(a, b, end({ "/s/tmpAb3x9Yz": "file 666" }))).toEqual([]);
    expect(compare(a, b, end({ "/s/tmpAb3x9Y": "file 666" }))).toHaveLength(1);
    const c = end({ "/s/tmpblrmtd": "file 644" });
    expect(compare(a, c, end({ "/s/tmpcvbnhj": "file 666" }))).toEqual([]);
  });

  it("stores many files of one shape as one", () => {
    const many = (count: number, mode: string) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`/db/${at}`, `file ${mode}`]));
    expect(Object.values(permissions(many(500, "600")).byAccess).flat()).toEqual(["/db/0"]);
    expect(against(many(500, "600"), many(3, "600"))).toEqual([]);
    expect(against(many(500, "600"), many(3, "644"))).toHaveLength(3);
    expect(against(many(3, "600"), many(500, "644"))).toHaveLength(1);
    // One among them that differs is not lost.
    expect(against(many(500, "600"), { ...many(500, "600"), "/db/77": "file 644" })).toEqual([
      "/db/77: mode 644, the original's is 600",
    ]);
  });
});

describe("the user of the profile", () => {
  const user = { original: { uid: 0, gid: 0 }, profile: { uid: 10_001, gid: 10_001 } };
  it.each([
    ["file 600 0:0", "file 600 10001:10001", true],
    ["file 600 0:0", "file 600 0:0", true],
    ["file 600 0:33", "file 600 10001:33", true],
    ["file 644 0:0", "file 666 10001:10001", false],
    ["file 600 33:33", "file 600 10001:33", false],
    ["file 600 33:33", "file 600 0:33", false],
  ])("%s as %s: %s", (then, now, isSame) => {
    expect(against({ "/f": then }, { "/f": now }, { user }).length === 0).toBe(isSame);
  });

  it("replaces the user of the original's first process", () => {
    const state = (uid: number, parents: string[]) => ({ uids: [uid, uid], gids: [uid, uid], groups: [7], parents });
    const byProgram = new Map([["/bin/web", [state(33, ["/bin/sh"]), state(5, [])]]]) as never;
    expect(leniencyOf({ byProgram }, { user: "70:70" }, false).user?.original).toEqual({ uid: 5, gid: 5 });
    expect(leniencyOf({ byProgram: new Map() }, { user: "70:70" }, false).user?.original).toEqual({ uid: 0, gid: 0 });
    expect(leniencyOf({ byProgram }, {}, false).user).toBeUndefined();
    // The main process was root and became uid 5.
    expect(leniencyOf({ byProgram }, { user: "0:0" }, false).user).toBeUndefined();
    expect(leniencyOf({ byProgram }, { user: "33:33" }, false).user?.groups).toEqual([33, 33, 7]);
    for (const other of ["70:70", "5:5"])
      expect(leniencyOf({ byProgram }, { user: other }, false).user?.groups).toBeUndefined();
  });

  it("keeps a worker from reading files that only its master may read", () => {
    const worker = { user: { original: { uid: 0, gid: 0 }, profile: { uid: 33, gid: 33 }, groups: [33, 7] } };
    const asWorker = (then: string, now: string) => against({ "/f": then }, { "/f": now }, worker);
    expect(asWorker("file 600 0:0", "file 600 33:33")).toEqual([
      "/f: readable by uid 33, the original's is kept from it",
    ]);
    expect(asWorker("folder 750 0:0", "folder 750 33:33")).toHaveLength(1);
    expect(asWorker("file 644 0:0", "file 644 33:33")).toEqual([]);
    expect(asWorker("file 640 0:7", "file 640 33:7")).toEqual([]);
    expect(asWorker("file 600 33:33", "file 600 33:33")).toEqual([]);
    expect(asWorker("file 200 0:0", "file 200 33:33")).toEqual([]);
  });

  it("compares only wider access and root for another image", () => {
    const other = { otherImage: true };
    expect(against({ "/f": "file 644 33:33" }, { "/f": "file 600 101:101" }, other)).toEqual([]);
    expect(against({ "/f": "file 600 33:33" }, { "/f": "file 640 33:33" }, other)).toHaveLength(1);
    expect(against({ "/f": "file 600 33:33" }, { "/f": "file 600 0:0" }, other)).toHaveLength(1);
    expect(against({ "/f": "file 755 0:0" }, { "/f": "file 4755 0:0" }, other)).toHaveLength(1);
  });
});

describe("unread files", () => {
  const reason = { reason: "no python3" };
  const noAcls = (text: string) => end({ "/f": text }, reason);

  it("are reported and not compared", () => {
    expect(compare(noAcls("file 600"), noAcls("file 600"), noAcls("file 600 0:0 user:1:rwx"))).toEqual([]);
    expect(compare(noAcls("file 600"), noAcls("file 600"), noAcls("file 644"))).toHaveLength(1);
    const why = (a: LifePermissions, b: LifePermissions, now: LifePermissions) =>
      whyNotCompared([{ permissions: learnPermissions(a, b) }], [{ permissions: now }]);
    const seen = end({});
    expect(why(seen, seen, seen)).toEqual({});
    expect(why(noAcls("file 600"), seen, seen)).toEqual({ extended: "no python3" });
    expect(why(seen, seen, noAcls("file 600"))).toEqual({ extended: "no python3" });
    const unread = { end: reason };
    for (const found of [why(unread, seen, seen), why(seen, unread, seen), why(seen, seen, unread)])
      expect(found).toEqual({ files: "no python3" });
    expect(why({ ready: permissions({}), ...seen }, seen, seen)).toEqual({ files: "they were not recorded" });
    expect(whyNotCompared([{ permissions: learnPermissions(seen, seen) }], [])).toHaveProperty("files");
    expect(whyNotCompared([], [])).toHaveProperty("files");
  });

  it("turn a refusal in the log from a remark into a break", () => {
    const of = (lifePermissions: LifePermissions | undefined, log: string[]): Trial => {
      const one = made([{ body: "hello" }], { log });
      const files = { written: [], empty: [], removed: [] };
      const lives = one.lives.map((life): LifecycleOutcome => ({
        ...life,
        files,
        ...(lifePermissions && { permissions: lifePermissions }),
      }));
      return { ...one, lives };
    };
    const refusal = "chown: /x: Operation not permitted";
    const judged = (lifePermissions: LifePermissions | undefined) => {
      const original = of(lifePermissions, ["up"]);
      return judgeBehaviour(original, learnNoise(original, original), of(lifePermissions, ["up", refusal]));
    };
    const line = `new line in the log: ${refusal}`;
    expect(judged(end({}))).toEqual({ problems: [], remarks: [line] });
    expect(judged(noAcls("file 600"))).toEqual({ problems: [], remarks: [line] });
    expect(judged({ end: reason })).toEqual({ problems: [line], remarks: [] });
    expect(judged(undefined)).toEqual({ problems: [line], remarks: [] });
  });
});

it("parses formatted access to the same value", () => {
  const access = fc.record({
    type: fc.constantFrom("file", "folder", "link", "socket", "pipe", "device"),
    mode: fc.integer({ min: 0, max: 0o7777 }).map((mode) => mode.toString(8)),
    uid: fc.nat(),
    gid: fc.nat(),
    acl: fc.constantFrom("", "user::rw-,user:33:r--", "default:other::---"),
    capabilities: fc.constantFrom("", "cap_net_raw=ep", "=ep cap_chown-e [rootid=100000]"),
  });
  fc.assert(
    fc.property(access, (one) => {
      expect(parseAccess(formatAccess(one as never))).toEqual(one);
    }),
  );
});
