import { describe, expect, it } from "vitest";
import type { WorkloadFlags } from "../../domain/workload/workload-flags.ts";
import { declaredByFlags } from "./declared-by-flags.ts";

const declared = (flags: WorkloadFlags, firstPort?: number) => declaredByFlags(flags, firstPort, { TOKEN: "t" });

describe("declaredByFlags", () => {
  it.each([
    ["/health", 8080, undefined, "/health"],
    [":9000/x?a=1", 9000, undefined, "/x?a=1"],
    ["http://:80/", 80, undefined, "/"],
    ["http://localhost/", 80, undefined, "/"],
    ["https://:8443", 8443, true, "/"],
  ])("reads --get %s", (url, port, tls, path) => {
    const [step] = declared({ get: [url] }, 8080).steps ?? [];
    expect(step).toMatchObject({ kind: "http", port, path, status: 200, ...(tls && { tls }) });
  });

  it("applies --port to readiness and to a path alone", () => {
    const { ready, steps } = declared({ port: "81", get: ["/"] }, 8080);
    expect([ready, steps?.[0]]).toMatchObject([{ kind: "http", port: 81, path: "/", status: 200 }, { port: 81 }]);
  });

  it.each([
    [{ port: "81" }, { kind: "tcp", port: 81 }],
    [
      { port: "81", exec: ["true"] },
      { kind: "tcp", port: 81 },
    ],
    [
      { port: "81", get: [":82/", "/"] },
      { kind: "tcp", port: 81 },
    ],
    [
      { port: "81", get: ["https://:81/"] },
      { kind: "tcp", port: 81 },
    ],
    [
      { port: "81", get: ["http://:81/a"] },
      { kind: "http", port: 81, path: "/a", status: 200 },
    ],
    [{ get: ["/"] }, undefined],
  ])("is ready with the first response on that port: %j", (flags, ready) => {
    expect(declared(flags, 8080).ready).toEqual(ready);
  });

  it("uses a shell only where one is needed", () => {
    const { steps } = declared({ exec: ["redis-cli -p 6379 ping", "test -s /x && echo y"] });
    expect(steps?.map((step) => "command" in step && step.command)).toEqual([
      ["redis-cli", "-p", "6379", "ping"],
      ["/bin/sh", "-c", "test -s /x && echo y"],
    ]);
  });

  it("sends signals after all other steps", () => {
    const { steps } = declared({ signal: ["HUP", "sigusr1", "RTMIN+3"], exec: ["true"] });
    expect(steps?.map(({ name }) => name)).toEqual(["true", "SIGHUP", "SIGUSR1", "SIGRTMIN+3"]);
    expect(steps?.[1]).toEqual({ kind: "signal", name: "SIGHUP", signal: "SIGHUP" });
  });

  it("parses volumes like docker run, and reads variables of the environment", () => {
    const { volumes, env } = declared({ volume: ["data:/data", "./conf:/etc/app:ro"], env: ["A=b=c", "TOKEN"] });
    expect(volumes).toEqual([
      { name: "data", path: "/data" },
      { name: "app", path: "/etc/app", from: "./conf", readOnly: true },
    ]);
    expect(env).toEqual({ A: "b=c", TOKEN: "t" });
  });

  it.each([
    [{ get: ["/"] }, "exposes none"],
    [{ get: ["example.org"] }, "nothing to GET"],
    [{ port: "http" }, "not a port"],
    [{ env: ["MISSING"] }, "no value here"],
    [{ volume: ["data"] }, "not understood"],
    [{ signal: ["1"] }, "is not a signal"],
    [{ signal: ["HUP; rm"] }, "is not a signal"],
    [{ soak: "long" }, "not a duration"],
    [{ compose: "c.yaml" }, "needs --service"],
  ])("refuses %j", (flags, words) => {
    expect(() => declared(flags)).toThrow(words);
  });
});
