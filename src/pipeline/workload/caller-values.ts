import { ownValue } from "../../domain/own-value.ts";
import { Failure } from "../../domain/failure.ts";
import type { HostAccess } from "../../domain/workload/host-access.ts";
import type { DeclaredWorkload } from "../../domain/workload/declared-workload.ts";
import { changeTexts, textsOfStep } from "../../facts/requests/step-texts.ts";
import { referencedNames } from "../../secrets/variable-references.ts";
import type { Context } from "../context.ts";
import { allowedVariables } from "./allowed-variables.ts";

interface CallerValues {
  readonly workload: DeclaredWorkload;
  /** A found file could name any variable of the caller's and send it to a container: each needs consent. */
  readonly reach: HostAccess;
  /** Throws `bad-usage` for an allowed variable without a value. */
  readonly check: () => void;
}

/**
 * `${NAME}` in requests of steps, from the caller's environment with consent; into the step alone, not into the container. `$${NAME}` is text. In words of
 * commands `${NAME}` is the shell's.
 */
export function withCallerValues(workload: DeclaredWorkload, context: Context): CallerValues {
  const { steps = [], variables = {} } = workload;
  const requests = steps.filter(({ kind }) => kind === "http");
  const users = new Map<string, string>();
  let hasLiteral = false;
  for (const step of requests)
    for (const [, sign, name = ""] of textsOfStep(step).flatMap((text) => [...text.matchAll(reference)]))
      if (sign === "$") hasLiteral = true;
      else if (!Object.hasOwn(variables, name) && !users.has(name)) users.set(name, step.name);
  if (users.size === 0 && !hasLiteral) return { workload, reach: [], check: () => {} };
  const values = allowedVariables(context);
  const taken = namesInCommands(workload);
  const names = new Map([...users.keys()].map((name) => [name, freeName(name, taken)]));
  const sign = freeName("DOLLAR", new Set([...taken, ...names.values()]));
  const supplied = Object.fromEntries(
    [...names].flatMap(([name, variable]) => {
      const value = ownValue(values, name);
      return value === undefined ? [] : [[variable, value]];
    }),
  );
  const byVariable = (text: string): string =>
    text.replaceAll(reference, (whole, escape: string, name: string) => {
      if (escape === "$") return `\${${sign}}{${name}}`;
      const variable = names.get(name);
      return variable === undefined ? whole : `\${${variable}}`;
    });
  return {
    workload: {
      ...workload,
      steps: steps.map((step) => (step.kind === "http" ? changeTexts(step, byVariable) : step)),
      variables: { ...variables, ...supplied, ...(hasLiteral ? { [sign]: "$" } : {}) },
    },
    reach: [...users].map(([name, step]) => ({
      kind: "env",
      value: name,
      what: `sends a variable of yours to the container (step ${step})`,
    })),
    check: () => {
      for (const [name, step] of users)
        if (ownValue(values, name) === undefined)
          throw new Failure("bad-usage", `The step ${step} needs the variable ${name}, which is not set here`, {
            hint: `Export it first: export ${name}=${valueForm(name) ?? "..."}`,
          });
    },
  };
}

/** What the value of a login is made of, by the name that imports give it. */
export function valueForm(name: string): string | undefined {
  return /^WORKLOAD_BASIC(?:_TOKEN)?(?:_\d+)?$/u.test(name) ? "$(printf USER:PASSWORD | base64)" : undefined;
}

const reference = /(\$?)\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

function namesInCommands({ steps = [], entrypoint = [], command = [], variables = {} }: DeclaredWorkload): Set<string> {
  const texts = [
    ...entrypoint,
    ...command,
    ...steps.flatMap((step) => (step.kind === "http" ? [] : textsOfStep(step))),
  ];
  return new Set([...referencedNames(texts), ...Object.keys(variables)]);
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let number = 1, candidate = name; ; number++) {
    if (!taken.has(candidate)) return candidate;
    candidate = number === 1 ? `STEP_${name}` : `STEP_${name}_${number}`;
  }
}
