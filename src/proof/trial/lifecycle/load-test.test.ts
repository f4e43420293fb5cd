import { expect, test } from "vitest";
import type { Step } from "../../../domain/workload/step.ts";
import { partsOf } from "./load-test.ts";

const exec = (...command: string[]): Step => ({ kind: "exec", name: command.join(" "), command, exitCode: 0 });
const names = (steps: readonly Step[]) => steps.map(({ name }) => name);

test("excludes upkeep and signals from the load, and runs serial steps in parallel to it", () => {
  const steps = [
    exec("redis-cli", "incr", "visits"),
    exec("squid", "-k", "reconfigure"),
    exec("sh", "-c", "kill -HUP 1"),
    exec("psql", "-c", "select pg_reload_conf()"),
    exec("supervisorctl", "restart", "worker"),
    exec("rndc", "reconfig"),
    exec("sh", "-c", "mv a.log a.1 && kill -SIGUSR1 1"),
    exec("logrotate", "-f", "/etc/logrotate.d/nginx"),
    exec("psql", "-c", "create index on visit (at)"),
    exec("cat", "/srv/preload.txt"),
    exec("huprom", "--usr10"),
    { kind: "signal", name: "SIGHUP", signal: "SIGHUP" } satisfies Step,
  ];
  const { together, beside } = partsOf(steps, {
    clients: 8,
    forMs: 3000,
    serial: ["psql -c create index on visit (at)"],
  });
  expect(names(together)).toEqual(["redis-cli incr visits", "cat /srv/preload.txt", "huprom --usr10"]);
  expect(names(beside)).toEqual(["psql -c create index on visit (at)"]);
});
