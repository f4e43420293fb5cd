import { Failure } from "../../domain/failure.ts";
import type { Span } from "../../domain/finding/span.ts";

/** Faults with a separate id; most have none. */
export type FaultKind =
  | "before-from"
  | "forbidden-trigger"
  | "port-out-of-range"
  | "reads-itself"
  | "reads-later-stage"
  /** Of FROM: without the unset variable, the text is no valid name. */
  | "unset-in-from";

/** Why Docker refuses an instruction. */
export interface Problem {
  readonly problem: string;
  readonly kind?: FaultKind;
}

/** A fault for which Docker refuses the whole file. */
export interface Refusal extends Problem {
  /** 1-based line on which the instruction begins. */
  readonly line: number;
  /** The whole instruction; empty at the beginning of the file when it concerns no single one. */
  readonly span: Span;
  readonly hint?: string;
}

export function fault(problem: string, kind?: FaultKind): Problem {
  return { problem, ...(kind !== undefined && { kind }) };
}

export function refuse(file: string, refusal: Refusal): Failure {
  const { line, problem, hint } = refusal;
  return new Failure("not-a-dockerfile", `${file}:${line}: ${problem}`, {
    hint: hint ?? `Correct line ${line}, or leave ${file} out if it is not meant to be a Dockerfile.`,
    cause: refusal,
  });
}

/** The refusal thrown by `parseDockerfile`, with its place; undefined for other errors. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (!(error instanceof Failure) || error.code !== "not-a-dockerfile") return undefined;
  const { cause } = error;
  return isRefusal(cause) ? cause : undefined;
}

function isRefusal(value: unknown): value is Refusal {
  return typeof value === "object" && value !== null && "problem" in value && "line" in value && "span" in value;
}

/** Text of a hostile file in a message: short, and without control characters. */
export function printable(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "?");
  return plain.length > 40 ? `${plain.slice(0, 40)}...` : plain;
}
