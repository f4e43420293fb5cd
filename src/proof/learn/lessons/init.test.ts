import { expect, test } from "vitest";
import { Failure } from "../../../domain/failure.ts";
import type { Trial } from "../../../domain/workload/trial.ts";
import type { ExperimentRunner } from "../../experiment/experiment-runner.ts";
import type { Processes } from "../../observe/identity/identities.ts";
import { learnInit } from "./init.ts";

const killed = {
  id: "t1",
  lives: [{ steps: [], exitCode: 137, stopMs: 10_000, oomKilled: false }],
} as unknown as Trial;

function runnerThat(run: ExperimentRunner["run"]): ExperimentRunner {
  const engine = { info: { sameKernel: false } };
  const reference = { ran: [killed], trials: [killed, killed] };
  return { run, reference, session: { engine }, workload: {} } as unknown as ExperimentRunner;
}

const podman =
  'The engine refused POST /containers/create (500): container create: lookup init binary: exec: "catatonit": executable file not found in $PATH';
const docker =
  'The container of a:1 does not start: failed to create task for container: exec: "docker-init": executable file not found in $PATH: unknown';

test("continues without an init binary: it is only a proposal", async () => {
  const refused = runnerThat(async () => {
    throw new Failure("engine-refused", podman, { hint: "" });
  });
  const lesson = await learnInit(refused, {}, undefined);
  expect(lesson).toMatchObject({ restrictions: {}, witnesses: [], proofs: [] });
  expect(lesson.because["init"]).toEqual([
    'not tried: this engine has no init binary (lookup init binary: exec: "catatonit": executable file not found in $PATH)',
  ]);
  const broken = runnerThat(async () => ({ passes: false, trials: [killed], problem: docker }) as never);
  expect((await learnInit(broken, {}, undefined)).because["init"]?.[0]).toMatch(/^not tried: .*docker-init/u);
});

test("throws any other refusal of the engine", async () => {
  const refused = runnerThat(async () => {
    throw new Failure("engine-refused", "The engine refused POST /containers/create (500): no space left", {
      hint: "",
    });
  });
  await expect(learnInit(refused, {}, undefined)).rejects.toThrow("no space left");
  const none = runnerThat(async () => {
    throw new Error("it must not be asked");
  });
  const quiet = { ...none, reference: { ...none.reference, ran: [] } } as ExperimentRunner;
  expect((await learnInit(quiet, {}, { zombies: 0 } as Processes)).because).toEqual({});
  const given = { ...none, workload: { grants: { init: true } } } as unknown as ExperimentRunner;
  expect((await learnInit(given, {}, { zombies: 1 } as Processes)).because).toEqual({});
});
