// What a trial did not do to files, and how it weighs beside its log.
import { expect, test } from "vitest";
import type { FileWork, Trial } from "../../domain/workload/trial.ts";
import { compareBehaviour, judgeBehaviour, learnNoise } from "./judge.ts";
import { logged, worked } from "./trial-fixture.ts";

function problems(a: Trial, b: Trial, other: Trial): readonly string[] {
  return compareBehaviour(a, learnNoise(a, b), other);
}

test("reports a complaint in the log alone as a remark, and breaks with a lost file", () => {
  const same = logged(["up"], ["/var/lib/app/state"]);
  const judged = (other: Trial) => judgeBehaviour(same, learnNoise(same, same), other);
  const complaint = "cannot write: No such device";
  expect(judged(logged(["up", complaint], ["/var/lib/app/state"]))).toEqual({
    problems: [],
    remarks: [`new line in the log: ${complaint}`],
  });
  expect(judged(logged(["up", complaint], ["/other"])).problems).toEqual([
    "not written, as the original does: /var/lib/app/state",
    `new line in the log: ${complaint}`,
  ]);
  expect(judged(logged(["up", complaint], ["/var/lib/app/state"], "sorry")).problems).toHaveLength(2);
});

test("requires a file that both originals wrote, for any response, except a cache", () => {
  const written = ["/root/.cache/x", "/usr/lib/app/__pycache__/a.pyc", "/var/cache/app/y"];
  const same = logged(["up"], [...written, "/run/app.pid", "/var/mail/anna"]);
  const judged = (other: Trial) => judgeBehaviour(same, learnNoise(same, same), other);
  expect(judged(logged(["up"], [...written, "/new"])).problems).toEqual([
    "not written, as the original does: /run/app.pid, /var/mail/anna",
  ]);
  expect(judged(logged(["up"], ["/run/app.pid", "/var/mail/anna"]))).toEqual({ problems: [], remarks: [] });
  // A log that had nothing to say, beside one that was written; and one that could not be.
  const logs = logged(["up"], ["/var/log/app/access.log", "/var/log/app/error.log"]);
  const ofLogs = (written: string[]) => judgeBehaviour(logs, learnNoise(logs, logs), logged(["up"], written)).problems;
  expect(ofLogs(["/var/log/app/access.log"])).toEqual([]);
  expect(ofLogs(["/var/log/other.log"])).toHaveLength(1);
  // What an audit or access log holds is work.
  expect(ofLogs(["/var/log/app/error.log"])).toHaveLength(1);
  const more = logged(
    ["up"],
    ["/var/log/app/audit.log", "/data/a.db-journal", "/run/a.sock", "/app/cache/a", "/var/cachet/b"],
  );
  const all = more.lives[0]?.files?.written ?? [];
  for (const path of all) {
    const rest = all.filter((other) => other !== path);
    expect(judgeBehaviour(more, learnNoise(more, more), logged(["up"], [...rest, "/var/log/app/x"])).problems).toEqual([
      `not written, as the original does: ${path}`,
    ]);
  }
  // Where one of the two did not write it either, or nothing can be seen, nothing is missed.
  const noise = learnNoise(same, logged(["up"], written));
  expect(judgeBehaviour(same, noise, logged(["up"], written)).problems).toEqual([]);
  expect(judged(logged(["up"], undefined)).problems).toEqual([]);
});

test("requires the removal of a file that both originals removed, and content where they filled one", () => {
  const [row, log, lock, cache] = ["/srv/row", "/var/log/app/error.log", "/etc/install.lock", "/var/cache/app/x"];
  const same = worked({ written: [row, log], empty: [], removed: [lock, cache] });
  const once = (files: Partial<FileWork>) => judgeBehaviour(same, learnNoise(same, same), worked(files)).problems;
  expect(once({ written: [row, log], removed: [lock, cache] })).toEqual([]);
  expect(once({ written: [row, log], removed: [cache] })).toEqual([`not removed, as the original does: ${lock}`]);
  expect(once({ written: [row, log], removed: [lock] })).toEqual([]);
  expect(once({ written: [row, log], empty: [row], removed: [lock, cache] })).toEqual([
    `left empty, which the original fills: ${row}`,
  ]);
  expect(once({ written: [row, log], empty: [log], removed: [lock, cache] })).toEqual([]);
  // What one of the two left or left empty is chance.
  const noise = learnNoise(same, worked({ written: [row, log], empty: [row] }));
  expect(judgeBehaviour(same, noise, worked({ written: [row, log], empty: [row] })).problems).toEqual([]);
  // Beside a complaint a cache counts.
  const complaint = worked({ written: [row, log], removed: [lock] }, ["up", "cannot unlink: Read-only file system"]);
  expect(judgeBehaviour(same, learnNoise(same, same), complaint).problems).toHaveLength(2);
});

test("accepts a refusal in the log as second witness if files are unknown", () => {
  const same = logged(["up"], undefined);
  const judged = (line: string) => judgeBehaviour(same, learnNoise(same, same), logged(["up", line], ["/x"]));
  expect(judged("open /x: Read-only file system").problems).toHaveLength(1);
  expect(judged("error: delays=0/0.01")).toEqual({
    problems: [],
    remarks: ["new line in the log: error: delays=0/0.01"],
  });
});

test("breaks on the log alone if nothing else is comparable", () => {
  const line = "cannot write /x: Permission denied";
  const mute = logged(["up"], ["/a"], "");
  expect(problems(mute, mute, logged(["up", line], ["/a"], ""))).toHaveLength(1);
  const silent = logged([], ["/a"]);
  expect(problems(silent, silent, logged([line], ["/a"]))).toHaveLength(1);
  // What a TCP step expects came: that is an answer, though nothing of it is kept.
  const tcp = (log: string[]): Trial => {
    const one = logged(log, ["/a"], "");
    return {
      ...one,
      lives: one.lives.map((life) => ({ ...life, steps: [{ name: "PING", ok: true, expected: true, ms: 1 }] })),
    };
  };
  expect(problems(tcp(["up"]), tcp(["up"]), tcp(["up", line]))).toEqual([]);
});
