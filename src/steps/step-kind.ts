import { z } from "zod";
import type { StepOutcome } from "../domain/workload/trial.ts";
import type { Port } from "../domain/workload/workload.ts";
import type { Step } from "../domain/workload/step.ts";

type Kind = Step["kind"];
type StepOf<K extends Kind> = Extract<Step, { readonly kind: K }>;

/** Fields that every kind has. */
type Common = "kind" | "name" | "repeat" | "at" | "once" | "weight";

/** A step before it has a name. */
export type Nameless<One extends Step = Step> = One extends Step ? Omit<One, Exclude<Common, "kind">> : never;

/** One way to write a step in `hullproof.yaml`. */
export interface Form {
  /** Its keys in addition to those of `every`; the first identifies it. */
  readonly keys: Readonly<Record<string, z.ZodType>>;
  /** `folder` is that of the file, as reached from where hullproof was called. */
  read(raw: object, folder: string): Nameless;
}

export function form<Keys extends Readonly<Record<string, z.ZodType>>>(
  keys: Keys,
  read: (raw: z.output<z.ZodObject<Keys>>, folder: string) => Nameless,
): Form {
  // The input was parsed with these keys.
  return { keys, read: read as Form["read"] };
}

/** Fields of a step in a file: a report may omit values, and the reader of a profile is strict. */
export type FieldParts = Readonly<
  Record<
    | "port"
    | "status"
    | "integer"
    | "flag"
    | "text"
    | "method"
    | "requestPath"
    | "milliseconds"
    | "command"
    | "dictionary"
    | "patterns"
    | "pattern"
    | "sent"
    | "expected"
    | "filled"
    | "signal"
    | "probe"
    | "captures"
    | "digits"
    | "parts",
    z.ZodType
  >
> & { maybe(part: z.ZodType): z.ZodType };

/** The result of a step; `problem` if it failed. */
export type StepResult = Pick<StepOutcome, "status" | "body" | "bytes" | "headers" | "problem" | "expected"> & {
  readonly timedOut?: boolean;
};

/** The steps that a step without an executor expands to. */
export type ExecutePart = (step: Step) => Promise<StepResult>;

/** A kind of step, default-exported by one file of this folder each. */
export interface StepKind<K extends Kind = Kind> {
  readonly kind: K;
  /** Order in schemas and in the reference. Default: after those with one, by name. */
  readonly place?: number;
  /** None for a kind that users cannot declare. */
  readonly forms: readonly Form[];
  /** Its fields in addition to the common ones. */
  fields(parts: FieldParts): {
    readonly [Field in Exclude<keyof StepOf<K>, Common>]-?: z.ZodType;
  };
  /** Its action, for a step without a name. */
  nameOf(step: Omit<StepOf<K>, Exclude<Common, "kind">>): string;
  /** For the list of exercised entry points. */
  described(step: StepOf<K>): string;
  /** The step with each text that it sends, runs or expects changed; default: it has none. */
  withTexts?(step: StepOf<K>, change: (text: string) => string): StepOf<K>;
  /** Ports of the container that it reaches from outside. */
  ports?(step: StepOf<K>): readonly Port[];
  /** Why many cannot do it at once: `a signal is no load`. */
  noLoad?(step: StepOf<K>): string | undefined;
  /** It leaves no client data behind, whatever the container does with it; default: it may. */
  onlyReads?(step: StepOf<K>): boolean;
  /** The container may not be ready right after it, and is waited for. */
  unsettles?(step: StepOf<K>): boolean;
  /** Where `src/proof/trial/steps` has no file for it. */
  execute?(step: StepOf<K>, execute: ExecutePart): Promise<StepResult>;
}

export function defineStepKind<K extends Kind>(kind: StepKind<K>): StepKind {
  // A step only gets to its kind.
  return kind as unknown as StepKind;
}

/** Of every step in `hullproof.yaml`. */
export const every = {
  name: z.string().min(1).optional().describe("Name in reports. Default: what the step does."),
  repeat: z.int().min(1).max(1_000_000).optional().describe("Run it this often, one after the other."),
  at: z.string().min(1).optional().describe("Name of the companion that it is done at. Default: the container."),
  once: z.literal(true).optional().describe("Set-up: in the first life alone, and never under load."),
  weight: z
    .int()
    .min(0)
    .max(10_000)
    .optional()
    .describe(
      "How often it is done under load, beside the others; 0: once by each client, or never behind all others. Default: all alike, in order.",
    ),
};
