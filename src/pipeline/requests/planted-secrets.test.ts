import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { planted, plantedFiles, plantedValues } from "../../../test/planted-files.ts";
import { Failure } from "../../domain/failure.ts";
import { withStepsByName } from "../../facts/secrets/steps-by-name.ts";
import type { Context } from "../context.ts";
import { importRequests } from "./import-requests.ts";
import { planSteps } from "./plan-steps.ts";
import { withSteps } from "./write-steps.ts";

let cwd: string;
beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), "hullproof-test-"))));
afterEach(() => rmSync(cwd, { recursive: true }));

/** Health checks that log in: by a header, by an option, by a variable of the caller. */
function manifest(): string {
  const container = (one: (typeof planted)[number], at: number) => ({
    name: `c${at}`,
    image: "web",
    livenessProbe: { httpGet: { path: `/live?access_token=${one.token}`, port: 80 } },
    readinessProbe: {
      httpGet: { path: "/", port: 80, httpHeaders: [{ name: "Authorization", value: `Bearer ${one.token}` }] },
    },
    startupProbe: { exec: { command: ["mysqladmin", "ping", `--password=${one.password}`] } },
  });
  const spec = { template: { spec: { containers: planted.map(container) } } };
  return JSON.stringify({ apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web" }, spec });
}

function compose(): string {
  const services = planted.map((one, at) => [
    `c${at}`,
    { image: "web", healthcheck: { test: ["CMD", "redis-cli", "--pass", one.password, "ping"] } },
  ]);
  return JSON.stringify({ services: Object.fromEntries(services) });
}

it.each([...plantedFiles, ["deployment.json", manifest()], ["compose.json", compose()]] as const)(
  "no value planted in %s reaches the file, the profile, a message or the progress",
  async (file, text) => {
    const shown: string[] = [];
    writeFileSync(join(cwd, file), text);
    const context = {
      cwd,
      env: {},
      today: "2026-12-02",
      progress: (event: unknown) => void shown.push(JSON.stringify(event)),
    } as unknown as Context;
    const names = planted.map((_, at) => `c${at}`);
    const options = { from: [file], host: [], maxSteps: 1000, port: 8080, container: { names } };
    try {
      const imported = await importRequests(options, [], context);
      const plan = await planSteps(imported, { maxSteps: 1000, steps: [] }, undefined, context);
      const steps = plan.steps.map(({ step }) => step);
      shown.push(...plan.lines, JSON.stringify(withStepsByName({ steps, routes: plan.routes }).steps));
      shown.push(withSteps("hullproof.yaml", "workload:\n  restart: true\n", { ...plan, state: "not tried" }));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      shown.push(error.message, error.hint);
    }
    const all = shown.join("\n");
    expect(all).toContain(file);
    expect(plantedValues.filter((value) => all.includes(value) || all.includes(encodeURIComponent(value)))).toEqual([]);
  },
);
