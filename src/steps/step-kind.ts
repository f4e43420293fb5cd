import { z } from "zod";
import type { StepOutcome } from "../domain/workload/trial.ts";
import type { Port, Step } from "../domain/workload/workload.ts";

type Kind = Step["kind"];
type StepOf<K extends Kind> = Extract<Step, { readonly kind: K }>;

/** A step before it has a name. */
export type Nameless<One extends Step = Step> = One extends Step ? Omit<One, "name" | "repeat" | "at"> : never;

/** One way to write a step in `hullproof.yaml`. */
export interface Form {
  /** Its keys beside those of `every`; the first is the one that it is known by. */
  readonly keys: Readonly<Record<string, z.ZodType>>;
  /** `folder` is that of the file, as reached from where hullproof was called. */
  read(raw: object, folder: string): Nameless;
}

export function form<Keys extends Readonly<Record<string, z.ZodType>>>(
  keys: Keys,
  read: (raw: z.output<z.ZodObject<Keys>>, folder: string) => Nameless,
): Form {
  // What is read was parsed with these keys.
  return { keys, read: read as Form["read"] };
}

/** What the fields of a step are in a file: a report says what it prints, and what reads a profile is strict. */
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
    | "probe",
    z.ZodType
  >
> & { maybe(part: z.ZodType): z.ZodType };

/** What a step brought; `problem` when it failed. */
export type Taken = Pick<StepOutcome, "status" | "body" | "bytes" | "headers" | "problem" | "expected"> & {
  readonly timedOut?: boolean;
};

/** What a step without an I/O part of its own is made of: steps that have one. */
export type Take = (step: Step) => Promise<Taken>;

/** A kind of step, default-exported by one file of this folder each. */
export interface StepKind<K extends Kind = Kind> {
  readonly kind: K;
  /** Its place in schemas and in the reference. Default: after those that have one, by name. */
  readonly place?: number;
  /** None where no one writes it. */
  readonly forms: readonly Form[];
  /** Its fields beside kind, name, repeat and at. */
  fields(parts: FieldParts): {
    readonly [Field in Exclude<keyof StepOf<K>, "kind" | "name" | "repeat" | "at">]-?: z.ZodType;
  };
  /** What it does, where no one gave it a name. */
  nameOf(step: Omit<StepOf<K>, "name" | "repeat" | "at">): string;
  /** For the list of what was exercised. */
  described(step: StepOf<K>): string;
  /** The step with each text that it sends, runs or expects changed; default: it has none. */
  withTexts?(step: StepOf<K>, change: (text: string) => string): StepOf<K>;
  /** Ports of the container that it reaches from outside. */
  ports?(step: StepOf<K>): readonly Port[];
  /** Why many cannot do it at once: `a signal is no load`. */
  noLoad?(step: StepOf<K>): string | undefined;
  /** It leaves nothing of a client's behind, whatever the container does with it; default: it may. */
  onlyReads?(step: StepOf<K>): boolean;
  /** The container may not be ready right after it, and is waited for. */
  unsettles?(step: StepOf<K>): boolean;
  /** Where `src/proof/trial/steps` has no file for it. */
  take?(step: StepOf<K>, take: Take): Promise<Taken>;
}

export function defineStepKind<K extends Kind>(kind: StepKind<K>): StepKind {
  // A step is only given to its own kind.
  return kind as unknown as StepKind;
}

/** Of every step in `hullproof.yaml`. */
export const every = {
  name: z.string().min(1).optional().describe("Name in reports. Default: what the step does."),
  repeat: z.int().min(1).max(1_000_000).optional().describe("Run it this often, one after the other."),
  at: z.string().min(1).optional().describe("Name of the companion that it is done at. Default: the container."),
};
