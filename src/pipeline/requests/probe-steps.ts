import type { HealthProbe } from "../../domain/container/health-probe.ts";
import type { Step } from "../../domain/workload/step.ts";
import type { ReadSource } from "../../facts/requests/own-requests.ts";
import { secretsInCommand } from "../../facts/secrets/step-secrets.ts";
import type { RecordedRequest } from "../../formats/requests/request-source.ts";
import { countNotes } from "../../formats/requests/shared/count-notes.ts";
import { namedStep } from "../../facts/requests/named-step.ts";

const timeoutMs = 10_000;

/** What a deployment asks its container, as requests and steps. */
export function probeSteps(file: string, probes: readonly HealthProbe[]): ReadSource {
  const notes = countNotes();
  const requests: RecordedRequest[] = [];
  const steps: Step[] = [];
  for (const probe of probes)
    if (probe.kind === "http") requests.push(requestOf(probe));
    else if (probe.kind === "unknown") notes.add(`health checks, not used since one ${probe.reason}`);
    else if (probe.kind === "exec" && secretsInCommand(probe.command).length > 0)
      notes.add("health checks, not used since one has a secret in its command");
    else steps.push(stepOf(probe));
  return { file, requests, steps, notes: notes.list() };
}

function requestOf({ port, path, tls, headers }: Extract<HealthProbe, { kind: "http" }>): RecordedRequest {
  return {
    port,
    tls,
    method: "GET",
    target: path,
    headers: Object.fromEntries(headers.map(({ name, value }) => [name.toLowerCase(), value])),
    values: "written",
    at: `GET ${path}`,
  };
}

function stepOf(probe: Extract<HealthProbe, { kind: "tcp" | "grpc" | "exec" }>): Step {
  return probe.kind === "exec"
    ? namedStep({ kind: "exec", command: probe.command, exitCode: 0, timeoutMs })
    : namedStep({ ...probe, timeoutMs });
}
