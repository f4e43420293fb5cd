import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "../context.ts";
import { configStep } from "./config-step.ts";
import { importRequests } from "./import-requests.ts";
import { planSteps } from "./plan-steps.ts";

let cwd: string;
beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), "hullproof-test-"))));
afterEach(() => rmSync(cwd, { recursive: true }));

interface Wanted {
  readonly host?: readonly string[];
  readonly image?: string;
}

async function stepsOf(file: string, text: string, { host = [], image }: Wanted = {}) {
  writeFileSync(join(cwd, file), text);
  const context = { cwd, env: {}, today: "2026-12-02", progress: () => {} } as unknown as Context;
  const container = { names: [], ...(image !== undefined && { image }) };
  const imported = await importRequests({ from: [file], host, maxSteps: 40, container }, [], context);
  const { steps, lines, routes } = await planSteps(imported, { maxSteps: 40, steps: [] }, undefined, context);
  return { steps: steps.map(({ step }) => configStep(step)), lines, routes };
}

const pod = (containers: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  selector: { matchLabels: { app: shop } }
  template:
    metadata: { labels: { app: shop } }
    spec:
      containers:
${containers}`;
const web = `        - name: web
          image: registry.example/shop/web:1.4
          ports: [{ name: http, containerPort: 8080 }, { name: admin, containerPort: 9001 }]
          livenessProbe: { httpGet: { path: /live?deep=1, port: http } }
          readinessProbe: { httpGet: { path: ready, port: admin, scheme: HTTPS, httpHeaders: [{ name: X-Probe, value: "1" }] } }
          startupProbe: { httpGet: { path: /live?deep=1, port: "8080" } }
`;

describe("a manifest", () => {
  it("gives each probe once, on its port and under its scheme, as known routes", async () => {
    const { steps, routes } = await stepsOf("deployment.yaml", pod(web));
    expect(steps).toEqual([
      { http: { port: 8080, path: "/live?deep=1", timeout: "10000ms" } },
      { http: { port: 9001, tls: true, path: "/ready", headers: { "x-probe": "1" }, timeout: "10000ms" } },
    ]);
    expect(Object.keys(routes)).toEqual(["GET /live", "GET /ready"]);
  });

  it("gives connections, commands and the health protocol of gRPC", async () => {
    const text = pod(`        - name: api
          image: api
          livenessProbe: { grpc: { port: 9090, service: shop } }
          readinessProbe: { tcpSocket: { port: 9090 } }
          startupProbe: { exec: { command: [/bin/ready, --quick] } }
`);
    expect((await stepsOf("pod.yaml", text)).steps).toEqual([
      { grpc: { port: 9090, service: "shop", timeout: "10000ms" } },
      { tcp: { port: 9090, timeout: "10000ms" } },
      { exec: { command: ["/bin/ready", "--quick"], timeout: "10000ms" } },
    ]);
  });

  it("names what it can't ask: another host, an unlisted port, a variable of the pod", async () => {
    const text = pod(`        - name: api
          image: api
          livenessProbe: { httpGet: { host: db.example, path: /, port: 80 } }
          readinessProbe: { tcpSocket: { port: metrics } }
          startupProbe: { exec: { command: [test, $(SHARD)] } }
`);
    const failure = await stepsOf("pod.yaml", text).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "bad-usage", message: "pod.yaml has no request to this container" });
    expect((failure as { hint: string }).hint.split("\n")).toEqual([
      "Name a file that has requests.",
      "pod.yaml: health checks, not used since one asks another host: 1",
      "pod.yaml: health checks, not used since one has a variable of the pod in its command: 1",
      "pod.yaml: health checks, not used since one names a port that the container does not list: 1",
    ]);
  });

  it("takes a header that authenticates from the environment", async () => {
    const text = pod(`        - name: web
          image: web
          livenessProbe: { httpGet: { path: /, port: 80, httpHeaders: [{ name: Authorization, value: Bearer abcd1234 }] } }
`);
    const { steps, lines } = await stepsOf("pod.yaml", text);
    expect(JSON.stringify([steps, lines])).not.toContain("abcd1234");
    expect(lines).toContain("they need variables of yours: --allow-host=env:WORKLOAD_TOKEN");
  });

  const cache = `        - name: cache
          image: valkey:8
          livenessProbe: { exec: { command: [valkey-cli, ping] } }
`;
  it.each<[string, Wanted, string]>([
    ["name", { host: ["cache"] }, "valkey-cli"],
    ["image", { image: "registry.example/shop/web@sha256:".concat("0".repeat(64)) }, "/ready"],
  ])("tells containers of a pod apart by %s", async (_, wanted, expected) => {
    expect(JSON.stringify((await stepsOf("pod.yaml", pod(web + cache), wanted)).steps)).toContain(expected);
  });

  it("asks which container is meant where neither says it", async () => {
    await expect(stepsOf("pod.yaml", pod(web + cache))).rejects.toMatchObject({
      code: "bad-usage",
      message: "pod.yaml has health checks of several containers: web, cache",
      hint: "Name the one that is meant: --host web",
    });
  });

  it("is refused as a template, with what to do", async () => {
    const text = pod(web).replace("/live?deep=1", "{{ .Values.path }}");
    await expect(stepsOf("pod.yaml", text)).rejects.toMatchObject({ code: "bad-usage" });
  });
});

describe("a Compose file", () => {
  const service = (test: string) => `services:\n  web:\n    image: web\n    healthcheck:\n      test: ${test}\n`;
  it.each([
    ["words", "[CMD, curl, -f, 'http://localhost/']", ["curl", "-f", "http://localhost/"]],
    ["a text for the shell", "test -e /run/$$READY", ["/bin/sh", "-c", "test -e /run/$READY"]],
    ["CMD-SHELL", '["CMD-SHELL", "pg_isready || exit 1"]', ["/bin/sh", "-c", "pg_isready || exit 1"]],
  ])("gives the command of %s", async (_, test, command) => {
    expect((await stepsOf("compose.yaml", service(test))).steps).toEqual([{ exec: { command, timeout: "10000ms" } }]);
  });

  it.each([
    ["none", "[NONE]", "no health check of this container"],
    ["a variable without value", "redis-cli -a $PASS ping", "has the variable PASS of the environment"],
    ["a variable of .env", "redis-cli -n $DB ping", "has the variable DB of the environment"],
    ["a password", "[CMD, mysqladmin, ping, --password=hunter22]", "has a secret in its command"],
  ])("names why it gives no step of %s", async (_, test, reason) => {
    writeFileSync(join(cwd, ".env"), "DB=topsecret9\n");
    const failure = await stepsOf("compose.yaml", service(test)).catch((error: unknown) => error);
    expect((failure as { hint: string }).hint).toContain(reason);
    expect(JSON.stringify(failure)).not.toMatch(/topsecret9|hunter22/u);
  });
});

it.each([
  ["a text for the shell", "HealthCmd=curl -f http://localhost/ || exit 1", "/bin/sh"],
  ["a list of words", 'HealthCmd=["CMD", "/bin/ready"]', "/bin/ready"],
  ["its start-up command", "HealthStartupCmd=/bin/started\nHealthCmd=none", "/bin/started"],
])("a Quadlet unit gives %s", async (_, line, program) => {
  const { steps } = await stepsOf("web.container", `[Container]\nImage=web\n${line}\n`);
  expect(steps).toMatchObject([{ exec: { command: expect.arrayContaining([expect.stringContaining(program)]) } }]);
});

describe("a Dockerfile", () => {
  it.each([
    ["of its last stage", "FROM a\nHEALTHCHECK CMD curl localhost"],
    ["of the stage that it is built from", 'FROM a AS base\nHEALTHCHECK CMD ["true"]\nFROM base\nRUN true'],
  ])("gives the HEALTHCHECK %s", async (_, text) => {
    expect((await stepsOf("Dockerfile", `${text}\n`)).steps).toEqual([{ health: true }]);
  });

  it.each([
    ["switched off", "FROM a AS base\nHEALTHCHECK CMD true\nFROM base\nHEALTHCHECK NONE", "is switched off"],
    ["of another stage", "FROM a AS test\nHEALTHCHECK CMD true\nFROM a", "it has no HEALTHCHECK"],
  ])("has none that is %s", async (_, text, reason) => {
    await expect(stepsOf("Dockerfile", `${text}\n`)).rejects.toMatchObject({ hint: expect.stringContaining(reason) });
  });
});
