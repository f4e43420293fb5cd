import { describe, expect, it } from "vitest";
import type { HttpStep } from "../../domain/workload/step.ts";
import type { Context } from "../context.ts";
import { withCallerValues } from "./caller-values.ts";

const step: HttpStep = {
  kind: "http",
  name: "login",
  port: 80,
  method: "POST",
  path: "/login",
  headers: { authorization: "Bearer ${TOKEN}" },
  body: "pwd=${WORKLOAD_PWD}&text=$${TOKEN}",
  status: 200,
  timeoutMs: 1000,
};

function context(allowed: readonly string[], env: Record<string, string>): Context {
  return { env, consent: { allowed } } as unknown as Context;
}

describe("withCallerValues", () => {
  it("asks for consent to each variable and takes the allowed ones", () => {
    const { workload, reach, check } = withCallerValues(
      { steps: [step] },
      context(["env:TOKEN"], { TOKEN: "abc", WORKLOAD_PWD: "secret" }),
    );
    expect(reach.map(({ kind, value }) => `${kind}:${value}`)).toEqual(["env:TOKEN", "env:WORKLOAD_PWD"]);
    expect(workload.variables).toEqual({ TOKEN: "abc", DOLLAR: "$" });
    expect(workload.steps?.[0]).toMatchObject({ body: "pwd=${WORKLOAD_PWD}&text=${DOLLAR}{TOKEN}" });
    expect(check).toThrow("The step login needs the variable WORKLOAD_PWD, which is not set here");
  });

  it("gives another name to a variable that a command uses for itself", () => {
    const exec = { kind: "exec", name: "e", command: ["sh", "-c", "echo ${TOKEN}"], exitCode: 0 } as const;
    const { workload } = withCallerValues(
      { steps: [exec, { ...step, body: "x" }] },
      context(["env:TOKEN"], { TOKEN: "abc" }),
    );
    expect(workload.variables).toEqual({ STEP_TOKEN: "abc" });
    expect(workload.steps?.[0]).toEqual(exec);
    expect(workload.steps?.[1]).toMatchObject({ headers: { authorization: "Bearer ${STEP_TOKEN}" } });
  });

  it("leaves a workload without references as it is", () => {
    const workload = { steps: [{ ...step, headers: {}, body: "$NAME" }] };
    expect(withCallerValues(workload, context([], {})).workload).toBe(workload);
  });
});
