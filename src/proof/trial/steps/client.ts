import type { Step } from "../../../domain/workload/step.ts";
import type { KnownValue } from "../../../secrets/known-value.ts";
import { openCookieJar, type CookieJar } from "./cookie-jar.ts";

/** One client of a workload, with its captures and cookies. */
export interface Client {
  /** Values by name, or the reason why one is missing. */
  readonly captures: Map<string, { readonly value: string } | { readonly problem: string }>;
  /** Present if the workload has cookies; by host: the container, or a companion. */
  jar(host: string): CookieJar | undefined;
  /** Digits that differ for each execution of a step. */
  nextUnique(): string;
  /** Digits that are constant for this client in this life. */
  readonly digits: string;
  capture(name: string, value: string, step: Step): void;
}

/** State shared by all clients and lives of a trial. */
export interface TrialCaptures {
  /** Values of steps that run once. */
  readonly once: Map<string, { readonly value: string } | { readonly problem: string }>;
  /** Values to mask: captured responses are not part of a result. */
  readonly values: Map<string, KnownValue>;
}

export function openTrialCaptures(): TrialCaptures {
  return { once: new Map(), values: new Map() };
}

/** Maximum number of values: a load test captures with each request. */
const maxMasked = 10_000;
/** Minimum length: a short value may occur in other texts by chance. */
const minMasked = 6;

/** Disjoint ranges of client numbers, which are digits of `{{unique}}`. */
export const clientNumbers = { steps: 0, load: 1, soak: 2001 } as const;

/** `number` is at most 9999: the ten digits are life, client and count, equal in each trial. */
export function openClient(
  trial: TrialCaptures,
  { life, number, keepsCookies }: { readonly life: number; readonly number: number; readonly keepsCookies: boolean },
): Client {
  const captures: Client["captures"] = new Map();
  const jars = new Map<string, CookieJar>();
  const prefix = `${(life + 1) % 10}${String(number).padStart(4, "0")}`;
  let count = 0;
  return {
    captures,
    jar(host) {
      if (!keepsCookies) return undefined;
      const jar = jars.get(host) ?? openCookieJar();
      jars.set(host, jar);
      return jar;
    },
    nextUnique: () => `${prefix}${String(++count % 100_000).padStart(5, "0")}`,
    digits: `${prefix}00000`,
    capture(name, value, step) {
      (step.once === true ? trial.once : captures).set(name, { value });
      if (value.length >= minMasked && trial.values.size < maxMasked)
        trial.values.set(value, { name, value, isWhole: true });
    },
  };
}
