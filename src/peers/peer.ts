import type { RuleId } from "../domain/finding/practice.ts";
import type { Span } from "../domain/finding/span.ts";
import type { DockerfileFact, Instruction, Stage } from "../facts/dockerfile/dockerfile.ts";
import type { FaultKind } from "../formats/dockerfile/refusal.ts";
import type { Facts } from "../rules/needs.ts";
import type { About, Observation } from "../rules/observation.ts";

/** A check of another tool that reports less than a rule of ours under the same name. It makes no finding. */
interface PeerParts {
  /** Rules about whose findings it is asked. */
  readonly rules: readonly RuleId[];
  /** Of their `also`, those that it answers for. All others are named with every finding. */
  readonly ids: readonly string[];
}

/** `true`: the tool reports this very case, under all of the ids; or under which. */
type Answer = boolean | readonly string[];

export interface DockerfilePeer extends PeerParts {
  readonly on: "dockerfile";
  reports(found: InDockerfile): Answer;
}

export interface ImagePeer extends PeerParts {
  readonly on: "image";
  reports(found: InImage): Answer;
}

/** Asked about what Docker refuses, of which only the kind is known. */
export interface RefusalPeer extends PeerParts {
  readonly on: "refusal";
  reports(fault: FaultKind): Answer;
}

/** Asked about how containers are run. */
export interface ContainerPeer extends PeerParts {
  readonly on: "container";
  reports(found: Found): Answer;
}

export type Peer = DockerfilePeer | ImagePeer | RefusalPeer | ContainerPeer;

interface Found {
  readonly rule: RuleId;
  readonly about: About;
  readonly evidence: Observation["evidence"];
  readonly facts: Partial<Facts>;
}

/** A finding at an instruction. */
export interface InDockerfile extends Found {
  readonly at: Span;
  readonly dockerfile: DockerfileFact;
  readonly instruction: Instruction;
  /** None before the first FROM. */
  readonly stage: Stage | undefined;
}

export interface InImage extends Found {
  /** 0-based; -1 for a setting. */
  readonly layer: number;
  /** Empty for a setting. */
  readonly path: string;
  /** Empty for a file. */
  readonly setting: string;
}

export function dockerfilePeer(peer: Omit<DockerfilePeer, "on">): Peer {
  return { on: "dockerfile", ...peer };
}

/** By the kind of fault, which of its ids the tool reports; none for those that it does not know. */
export function refusalPeer(reported: Partial<Record<FaultKind, string>>): Peer {
  return {
    on: "refusal",
    rules: ["build/not-a-dockerfile"],
    ids: Object.values(reported),
    reports(fault) {
      const id = reported[fault];
      return id === undefined ? [] : [id];
    },
  };
}

export function containerPeer(peer: Omit<ContainerPeer, "on">): Peer {
  return { on: "container", ...peer };
}

export function imagePeer(peer: Omit<ImagePeer, "on">): Peer {
  return { on: "image", ...peer };
}
