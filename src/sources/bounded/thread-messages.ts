import { Failure, type FailureCode } from "../../domain/failure.ts";
import { hostFailure } from "../../domain/host-failure.ts";

export type ToThread =
  | { readonly kind: "task"; readonly task: unknown }
  | { readonly kind: "stop"; readonly why: Trouble }
  | { readonly kind: "reply"; readonly to: number; readonly value?: unknown; readonly trouble?: Trouble }
  | { readonly kind: "close" };

export type FromThread =
  /** The code is loaded: the time limit starts here. */
  | { readonly kind: "begun" }
  /** The event loop has completed a turn. */
  | { readonly kind: "turned" }
  | { readonly kind: "note"; readonly note: unknown }
  | { readonly kind: "question"; readonly id: number; readonly question: unknown }
  | { readonly kind: "answer"; readonly value: unknown }
  | { readonly kind: "trouble"; readonly trouble: Trouble };

/** An error in a form that passes between threads, which lose classes and extra properties. */
export type Trouble =
  | { readonly kind: "failure"; readonly code: FailureCode; readonly message: string; readonly hint: string }
  | { readonly kind: "bug"; readonly name: string; readonly message: string; readonly stack: string };

export function toWire(error: unknown): Trouble {
  if (error instanceof SuppressedError && error.suppressed instanceof Error) return toWire(error.suppressed);
  if (error instanceof Failure) return { kind: "failure", code: error.code, message: error.message, hint: error.hint };
  const ofHost = hostFailure(error);
  if (ofHost !== undefined) return toWire(ofHost);
  const { name = "Error", message = String(error), stack = "" } = error as Partial<Error>;
  return { kind: "bug", name, message, stack };
}

export function fromWire(trouble: Trouble): Error {
  if (trouble.kind === "failure") return new Failure(trouble.code, trouble.message, { hint: trouble.hint });
  const { name, message, stack } = trouble;
  return Object.assign(new Error(message), { name, stack });
}
