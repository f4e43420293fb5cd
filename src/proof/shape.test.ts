import fc from "fast-check";
import { expect, test } from "vitest";
import { levelOf, lineShape, maskTimes, printable, tellsTrouble } from "./shape.ts";

test.each([
  ["2026-11-24T15:01:31.123Z up", "<time> up"],
  ["2026-11-24 15:01:31,5 [1] x", "<time> [1] x"],
  ['1.2.3.4 [24/Nov/2026:15:01:31 +0000] "GET /"', '1.2.3.4 [<time>] "GET /"'],
  ["Tue, 24 Nov 2026 15:01:31 GMT", "<time> GMT"],
  ["Tue Nov 24 15:01:31 2026", "<time>"],
  ["it is 3:07 PM", "it is <time>"],
  ["epoch 1764000000.25 end", "epoch <time> end"],
  ["0.0.0.0:8080 stays", "0.0.0.0:8080 stays"],
  ["version 3.13.5 stays", "version 3.13.5 stays"],
])("times in %j", (text, masked) => {
  expect(maskTimes(text)).toBe(masked);
});

test.each([
  ["worker 17 started", "worker 0 started"],
  ["id 550e8400-e29b-41d4-a716-446655440000 at 0xffff8880", "id <id> at <id>"],
  ["container 3f2a9c1b77de", "container <id>"],
  ["deadline facade", "deadline facade"],
])("shape of %j", (line, shape) => {
  expect(lineShape(line)).toBe(shape);
});

test("trouble in the words programs use", () => {
  expect(tellsTrouble("nginx: [emerg] chown() failed (1: Operation not permitted)")).toBe(true);
  expect(tellsTrouble("PermissionError: [Errno 13]")).toBe(true);
  expect(tellsTrouble("sh: can't create /x: Read-only file system")).toBe(true);
  expect(tellsTrouble("listening on port 8080")).toBe(false);
});

test("no control character passes, and no terminal sequence", () => {
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
