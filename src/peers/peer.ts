import type { RuleId } from "../domain/finding/practice.ts";
import type { Span } from "../domain/finding/span.ts";
import type { DockerfileFact, Instruction, Stage } from "../facts/dockerfile/dockerfile.ts";
import type { FaultKind } from "../formats/dockerfile/refusal.ts";
import type { Facts } from "../rules/needs.ts";
import type { About, Observation } from "../rules/observation.ts";

/**
 * Another tool: those of its checks that report less than a rule of ours that names them in `also`. It makes no finding. A check without
 * a row here reports all that the rule does.
 */
export interface Peer {
  readonly dockerfile?: Checks<InDockerfile>;
  readonly image?: Checks<InImage>;
  /** About how containers are run. */
  readonly containers?: Checks<PeerInput>;
  /** By id, the only fault that it reports of a Dockerfile that Docker refuses. */
  readonly refusals?: Readonly<Record<string, FaultKind>>;
}

/** By id, as in `also`, and by rule of ours: whether the check reports what the rule found. */
export type Checks<Input> = Readonly<Record<string, Readonly<Record<RuleId, Reports<Input>>>>>;

/** A text: it does, under this id, one of those that `tool/*` is for. */
export type Reports<Input> = (input: Input) => boolean | string;

/** A finding of ours, as its rule has it. */
export interface PeerInput {
  readonly about: About;
  readonly evidence: Observation["evidence"];
  readonly facts: Partial<Facts>;
}

/** At an instruction. */
export interface InDockerfile extends PeerInput {
  readonly at: Span;
  readonly dockerfile: DockerfileFact;
  readonly instruction: Instruction;
  /** None before the first FROM. */
  readonly stage: Stage | undefined;
}

export interface InImage extends PeerInput {
  /** Empty for a setting. */
  readonly path: string;
  /** Empty for a file. */
  readonly setting: string;
}
