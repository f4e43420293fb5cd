import { expect, test } from "vitest";
import { advised, growingPaths } from "./growing-paths.ts";

const looks = (...each: readonly Record<string, number>[]) => each.map((sizes) => new Map(Object.entries(sizes)));

test("reports growth in each pass, not single or occasional writes", () => {
  expect(
    growingPaths(
      looks(
        { "/var/log/app.log": 100, "/run/app.pid": 2, "/var/cache/page": 900, "/tmp/clock": 10 },
        { "/var/log/app.log": 220, "/run/app.pid": 2, "/var/cache/page": 900, "/tmp/clock": 11 },
        { "/var/log/app.log": 340, "/run/app.pid": 2, "/var/cache/page": 5000, "/tmp/clock": 12 },
        { "/var/log/app.log": 460, "/run/app.pid": 2, "/var/cache/page": 5000, "/tmp/clock": 13 },
      ),
    ),
  ).toEqual([{ path: "/var/log/app.log", bytesPerPass: 120 }]);
});

test("counts new files of each pass for their folder, empty ones too, but no rotated log", () => {
  expect(
    growingPaths(
      looks({ "/spool/a": 0 }, { "/spool/a": 0, "/spool/b": 0 }, { "/spool/a": 0, "/spool/b": 0, "/spool/c": 9000 }),
    ),
  ).toEqual([{ path: "/spool", bytesPerPass: 4756 }]);
  expect(growingPaths(looks({ "/l/x.log": 100 }, { "/l/x.log": 900 }, { "/l/x.log": 0 }, { "/l/x.log": 950 }))).toEqual(
    [],
  );
  expect(growingPaths(looks({ "/q/1": 600 }, { "/q/2": 600 }, { "/q/3": 600 }))).toEqual([]);
});

test("needs more than two samples", () => {
  expect(growingPaths(looks({ "/a": 1 }, { "/a": 100 }))).toEqual([]);
});

test("reports an alternative, and how long a tmpfs of the profile lasts", () => {
  const [log, other] = advised(
    [
      { path: "/var/log/app.log", bytesPerPass: 100 },
      { path: "/spool", bytesPerPass: 50 },
    ],
    2,
    [{ path: "/var/log", sizeBytes: 65_536 }],
  );
  expect([log?.roomBytes, log?.instead.startsWith("log to standard output")]).toEqual([65_536, true]);
  expect([other?.roomBytes, other?.instead.startsWith("a volume")]).toEqual([undefined, true]);
});
