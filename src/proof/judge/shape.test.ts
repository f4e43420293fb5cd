import fc from "fast-check";
import { expect, test } from "vitest";
import { comparable, levelOf, lineShape, maskTimes, printable, tellsTrouble } from "./shape.ts";

test.each([
  ["2026-11-24T15:01:31.123Z up", "<time> up"],
  ["2026-11-24 15:01:31,5 [1] x", "<time> [1] x"],
  ['1.2.3.4 [24/Nov/2026:15:01:31 +0000] "GET /"', '1.2.3.4 [<time>] "GET /"'],
  ["Tue, 24 Nov 2026 15:01:31 GMT", "<time> GMT"],
  ["Tue Nov 24 15:01:31 2026", "<time>"],
  ["it is 3:07 PM", "it is <time>"],
  ["epoch 1764000000.25 end", "epoch <time> end"],
  ["64 bytes: seq=0 ttl=64 time=0.072 ms", "64 bytes: seq=0 ttl=64 time=<time>"],
  ["round-trip min/avg/max = 0.063/0.064/0.070 ms", "round-trip min/avg/max = <time>"],
  ["took 12µs, then 3ns", "took <time>, then <time>"],
  ["1 row in set (0.01 sec), 12 msec, 3 milliseconds", "1 row in set (<time>), <time>, <time>"],
  ["512 bytes copied, 0.0012 s, ready in 1.5 seconds", "512 bytes copied, <time>, ready in <time>"],
  ["real 0m0.004s, 45 µsec", "real <time>, <time>"],
  ["a/1/2 msg, 5 s and 12 mss stay", "a/1/2 msg, 5 s and 12 mss stay"],
  ["0.0.0.0:8080 stays", "0.0.0.0:8080 stays"],
  ["version 3.13.5 stays", "version 3.13.5 stays"],
])("times in %j", (text, masked) => {
  expect(maskTimes(text)).toBe(masked);
});

test.each([
  ["worker 17 started", "worker 0 started"],
  ["id 550e8400-e29b-41d4-a716-446655440000 at 0xffff8880", "id 0 at 0"],
  ["container 3f2a9c1b77de", "container 0"],
  ["deadline facade", "deadline facade"],
  ["delay=0.01, delays=0/0.01/1e-05/12", "delay=0, delays=0/0/0/0"],
  ["delay=3, delays=0/0/0/0", "delay=0, delays=0/0/0/0"],
  ["offset -0.5", "offset 0"],
  ["offset 2", "offset 0"],
  ["1,234,567 rows, 99.5%", "0 rows, 0%"],
  ["started in 950ms", "started in <time>"],
  ["started in 1m2.5s", "started in <time>"],
  ["started in 1.5 seconds (2 min ago)", "started in <time> (<time> ago)"],
  ["10.0.0.5:43210 - 200", "0:0 - 0"],
  ["0.0.0.0:8080 stays an address", "0:0 stays an address"],
  ["epoch 1764000000.25", "epoch 0"],
  ["pid 7, child[12], (99)", "pid 0, child[0], (0)"],
  ["x86_64 and sha256", "x0_0 and sha0"],
])("shape of %j", (line, shape) => {
  expect(lineShape(line)).toBe(shape);
});

test("detects trouble in the words of programs", () => {
  expect(tellsTrouble("nginx: [emerg] chown() failed (1: Operation not permitted)")).toBe(true);
  expect(tellsTrouble("PermissionError: [Errno 13]")).toBe(true);
  expect(tellsTrouble("sh: can't create /x: Read-only file system")).toBe(true);
  expect(tellsTrouble("listening on port 8080")).toBe(false);
});

test("passes no control character and no terminal sequence", () => {
  expect(printable("\u001B[31mred\u001B[0m\u0007 \u202Eabc\tx\ny")).toBe("red abc\tx\ny");
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(/(?![\n\t])\p{Cc}/u.test(printable(text))).toBe(false);
    }),
  );
});

test.each([
  ["<time> [error] 0#0: open() failed", "error"],
  ["<time> UTC [0] LOG:  database system is ready", "info"],
  ["<time> UTC [0] FATAL:  no such user", "error"],
  ['{"level":"warn","msg":"slow"}', "warning"],
  [lineShape('{"level":50,"msg":"lost"}'), "error"],
  [lineShape('{"level":30,"msg":"0 errors"}'), "info"],
  ["ts=<time> level=info msg=started", "info"],
  ["E0000 <time> 0 main.go:0] lost", "error"],
  ["INFO:     Started server process [0]", "info"],
  ["GET /errors 0", undefined],
  ["listening on 0", undefined],
])("the level of %j", (line, level) => {
  expect(levelOf(line)).toBe(level);
});

const word = fc
  .stringMatching(/^[A-Za-z][a-z]{0,8}$/u)
  .filter((text) => !/^(?:ns|us|ms|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|days?|e)$/iu.test(text));
const numbers = fc.oneof(
  fc.nat().map(String),
  fc.double({ min: 0, max: 1e6, noNaN: true }).map((value) => value.toFixed(3)),
  fc.bigInt({ min: 0n, max: 10n ** 20n }).map(String),
  fc.constantFrom("1764000000", "1764000000123", "99999999", "100000000", "0", "1e-05"),
);

test("keeps the shape of a shape", () => {
  const text = fc.oneof(
    fc.string({ maxLength: 400 }),
    fc.string({ unit: "grapheme", maxLength: 400 }),
    fc
      .array(
        fc.oneof(
          word,
          numbers,
          fc.constantFrom(" ", ":", ".", "-", "12:05:07", "0x1f", "deadbee1", "3 ms", "24 Nov 2026", "<time>"),
        ),
        { maxLength: 60 },
      )
      .map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(text, (line) => {
      const shape = lineShape(line);
      expect(lineShape(shape)).toBe(shape);
      const told = comparable(shape);
      expect(comparable(told)).toBe(told);
    }),
    { numRuns: 2000 },
  );
});

test("gives lines that only differ in numbers one shape", () => {
  const parts = fc.array(word, { minLength: 1, maxLength: 8 });
  const joined = (words: readonly string[], values: readonly string[], by: string) =>
    words.map((each, at) => `${each}${by}${values[at] ?? "0"}`).join(" ");
  const values = fc.array(numbers, { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(parts, values, values, fc.constantFrom(" ", "=", "[", "(", ": ", "/"), (words, a, b, by) => {
      fc.pre(
        !words.some((each) =>
          /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)/iu.test(each),
        ),
      );
      expect(lineShape(joined(words, a, by))).toBe(lineShape(joined(words, b, by)));
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ["open /x: Permission denied", "open /x: Read-only file system"],
  ['open() "/x" failed (13: Permission denied)', 'open() "/x" failed (30: Read-only file system)'],
  ["PermissionError: [Errno 13] Permission denied: '/x'", "OSError: [Errno 30] Read-only file system: '/x'"],
  ["Error: EACCES: permission denied, open '/x'", "Error: EROFS: read-only file system, open '/x'"],
  ["chown: /x: Operation not permitted", "chown: /x: Read-only file system"],
  [
    'Os { code: 13, kind: PermissionDenied, message: "Permission denied" }',
    'Os { code: 30, kind: ReadOnlyFilesystem, message: "Read-only file system" }',
  ],
])("%j and %j are one complaint", (a, b) => {
  expect(comparable(lineShape(a))).toBe(comparable(lineShape(b)));
  expect(tellsTrouble(comparable(lineShape(a)))).toBe(true);
});

test("keeps other errors", () => {
  expect(comparable("open /x: No such file or directory")).not.toBe(comparable("open /x: Permission denied"));
  expect(comparable("write: No space left on device")).toBe("write: No space left on device");
});
