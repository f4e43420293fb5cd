import fc from "fast-check";
import { expect, test } from "vitest";
import type { Trial } from "../../domain/workload/trial.ts";
import { compareBehaviour, judgeBehaviour, learnNoise } from "./judge.ts";
import { logged, trial } from "./trial-fixture.ts";

function problems(a: Trial, b: Trial, other: Trial): readonly string[] {
  return compareBehaviour(a, learnNoise(a, b), other);
}

const body = (text: string) => trial([{ body: text }]);

test("breaks on an empty body where both reference trials returned one", () => {
  const same = body("<h1>Moscow</h1>\n");
  expect(problems(same, same, same)).toEqual([]);
  expect(problems(same, same, body(""))).toEqual([
    'GET /: answers otherwise than the original: expected "<h1>Moscow</h1> ", got an empty body',
  ]);
  expect(problems(same, same, body("<h1>Error</h1>\n"))[0]).toContain('got "<h1>Error</h1> "');
});

test("accepts a clean exit code if the original was killed, and not the reverse", () => {
  const exits = (exitCode: number): Trial => {
    const one = body("hello");
    return { ...one, lives: one.lives.map((life) => ({ ...life, exitCode })) };
  };
  const told = (original: number, other: number) =>
    compareBehaviour(exits(original), learnNoise(exits(original), exits(original), [0]), exits(other));
  expect(told(137, 0)).toEqual([]);
  expect(told(137, 137)).toEqual([]);
  expect(told(0, 137)).toEqual(["exit code 137, the original's is 0"]);
  expect(told(137, 1)).toHaveLength(1);
});

test("accepts varying numbers and ids of the same kind", () => {
  const a = body("request 17 by 3f2a9c1b: ok");
  const b = body("request 18 by 99aa01ff: ok");
  expect(problems(a, b, body("request 407 by deadbeef: ok"))).toEqual([]);
  expect(problems(a, b, body("request none by deadbeef: ok"))[0]).toContain("<number>");
  expect(problems(a, b, body("request 407 by deadbeef: failed"))).toHaveLength(1);
});

test("accepts another time of day, even if both reference trials ran in one minute", () => {
  const same = body("In Moscow it is 18:05, Tuesday, 24 November 2026.");
  expect(problems(same, same, body("In Moscow it is 00:07, Wednesday, 25 November 2026."))).toEqual([]);
  expect(problems(same, same, body("In Moscow it is , Wednesday, 25 November 2026."))).toHaveLength(1);
});

test("keeps beginning and end of bodies of different length", () => {
  const a = body("items: [1, 2]\n");
  const b = body("items: [5, 3, 4]\n");
  expect(problems(a, b, body("items: [9]\n"))).toEqual([]);
  expect(problems(a, b, body(""))).toEqual(["GET /: answers otherwise than the original: it is empty"]);
  expect(problems(a, b, body("error: [1, 2]\n"))).toHaveLength(1);
});

test("compares status, exit code, missing steps and lives", () => {
  const same = trial([{ status: 201 }, { name: "POST /" }], { lives: 2 });
  expect(problems(same, same, trial([{ status: 200 }, { name: "POST /" }], { lives: 2 }))).toEqual([
    "GET /: status 200, the original's is 201",
    "GET / after the restart: status 200, the original's is 201",
  ]);
  expect(problems(same, same, trial([{ status: 201 }], { lives: 2 }))[0]).toBe("POST /: was not run");
  expect(problems(same, same, trial([{ status: 201 }, { name: "POST /" }], { lives: 1 }))).toEqual([
    "life 2 of the container is missing",
  ]);
  const ended = trial([], { exitCode: 143 });
  expect(problems(ended, ended, trial([], { exitCode: 0 }))).toEqual(["exit code 0, the original's is 143"]);
  expect(problems(ended, trial([], { exitCode: 0 }), trial([], { exitCode: 0 }))).toEqual([]);
});

test("reports a new log line about trouble, and a missing constant line", () => {
  const a = trial([], { log: ["listening on 0", "GET / 0", "WARNING: running as root"] });
  const b = trial([], { log: ["listening on 0", "GET / 0", "checkpoint took 0 ms", "WARNING: running as root"] });
  const changed = (...log: string[]) => problems(a, b, trial([], { log }));
  expect(changed("listening on 0", "GET / 0", "WARNING: running as root")).toEqual([]);
  // A warning that went away, and a new line without trouble in it.
  expect(changed("listening on 0", "GET / 0", "using 0 workers")).toEqual([]);
  expect(changed("listening on 0", "GET / 0", "open /var/cache/x: Permission denied")).toEqual([
    "new line in the log: open /var/cache/x: Permission denied",
  ]);
  expect(changed("GET / 0")).toEqual(["line missing from the log: listening on 0"]);
});

test("passes each reference trial against the other, for any responses", () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: "grapheme" }),
    fc.constantFrom("18:05", "", "a 1 b", "x 22 y z", "2026-11-24T10:00:00Z"),
  );
  const any = fc
    .tuple(text, fc.integer({ min: 200, max: 599 }), fc.constantFrom(0, 143), fc.array(text, { maxLength: 5 }))
    .map(([content, status, exitCode, log]) => trial([{ body: content, status }], { exitCode, log }));
  fc.assert(
    fc.property(any, any, (a, b) => {
      const noise = learnNoise(a, b);
      expect(compareBehaviour(a, noise, a)).toEqual([]);
      expect(compareBehaviour(a, noise, b)).toEqual([]);
    }),
  );
});

test("reports any changed constant text, except times", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z ]{1,30}$/u), fc.stringMatching(/^[a-z ]{1,30}$/u), (said, other) => {
      fc.pre(said !== other && !/day/u.test(said + other));
      expect(problems(body(said), body(said), body(other))).toHaveLength(1);
    }),
  );
});

test("rejects a truncated response with the same beginning", () => {
  const page = (bytes: number) => trial([{ body: "x".repeat(4096), bytes }]);
  expect(problems(page(10_000), page(10_000), page(9990))).toEqual([]);
  expect(problems(page(10_000), page(10_000), page(5000))).toEqual([
    "GET /: the answer is cut: 5000 bytes, the original's has 10000",
  ]);
  expect(problems(page(10_000), page(4000), page(2500))).toEqual([]);
});

test("keeps common headers, with varying values and versions as numbers", () => {
  const answer = (headers: Record<string, string>) => trial([{ headers }]);
  const a = answer({ server: "web/1.2", "x-request": "abc", vary: "accept" });
  const b = answer({ server: "web/1.2", "x-request": "def", "x-once": "1", vary: "accept" });
  expect(problems(a, b, answer({ server: "web/1.3", "x-request": "ghi", vary: "accept" }))).toEqual([]);
  expect(problems(a, b, answer({ server: "web/1.2", vary: "accept" }))).toEqual(["GET /: header x-request is missing"]);
  expect(problems(a, b, answer({ server: "other", "x-request": "a", vary: "accept" }))[0]).toContain("header server");
});

test("breaks on a server that silently stays root, not on one that gives up more", () => {
  const owned = (...uids: number[]): Trial => {
    const one = body("hello");
    const states = uids.map((uid, at) => ({
      program: "/usr/sbin/nginx",
      parents: at === 0 ? [] : ["/usr/sbin/nginx"],
      uids: [uid, uid, uid, uid],
      gids: [0, 0, 0, 0],
      groups: [],
      looks: 1,
    }));
    const processes = { looks: 1, method: "top" as const, states };
    return { ...one, lives: one.lives.map((life) => ({ ...life, processes })) };
  };
  expect(problems(owned(0, 33), owned(0, 33), owned(0, 0))).toEqual([
    "a child of nginx runs with uid 0, the reference trial's has 33",
  ]);
  expect(problems(owned(0, 33), owned(0, 33), owned(0, 33))).toEqual([]);
  expect(problems(owned(0, 0), owned(0, 0), owned(10_001, 10_001))).toEqual([]);
  expect(problems(owned(0), owned(0), owned(0))).toEqual([]);
});

test("requires files that both left in their volumes", () => {
  const kept = (...paths: string[]): Trial => {
    const one = body("hello");
    return { ...one, lives: one.lives.map((life) => ({ ...life, kept: paths })) };
  };
  expect(problems(kept("/data/a", "/data/t0"), kept("/data/a"), kept("/data/b"))).toEqual([
    "not written into its volumes: /data/a",
  ]);
  expect(problems(kept("/data/a"), kept("/data/a"), body("hello"))).toEqual([]);
});

test("breaks on a missing log line only if nothing else is comparable", () => {
  const said = (log: string[], text = "hello") => trial([{ body: text }], { log });
  expect(problems(said(["listening"]), said(["listening"]), said([]))).toEqual([]);
  expect(problems(said([]), said([]), said(["using defaults"]))).toEqual(["new line in the log: using defaults"]);
  const level = (line: string) => {
    const { problems: broken, remarks } = judgeBehaviour(
      said(["up"]),
      learnNoise(said(["up"]), said(["up"])),
      said(["up", line]),
    );
    return [...broken, ...remarks];
  };
  expect(level("[warn] the user directive makes sense only as root, ignored: failed")).toEqual([]);
  expect(level('{"level":"info","msg":"0 errors"}')).toEqual([]);
  expect(level('{"level":"error","msg":"lost it"}')).toHaveLength(1);
  expect(level("[warn] open() /x failed (0: Permission denied)")).toHaveLength(1);
});

test("treats another errno of the original's complaint as the same line", () => {
  const same = logged(["cannot write pid file: Permission denied", "up"], []);
  const noise = learnNoise(same, same);
  expect(judgeBehaviour(same, noise, logged(["cannot write pid file: Read-only file system", "up"], []))).toEqual({
    problems: [],
    remarks: [],
  });
  const tolerated = new Set(["cannot chown /x: Operation not permitted"]);
  const other = logged(["cannot chown /x: Read-only file system", "up"], []);
  expect(
    judgeBehaviour(logged(["up"], []), learnNoise(logged(["up"], []), logged(["up"], [])), other, { tolerated }),
  ).toEqual({
    problems: [],
    remarks: [],
  });
});
