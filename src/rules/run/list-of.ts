import { placeOf } from "../../facts/dockerfile/place-of.ts";
import type { Facts } from "../needs.ts";
import type { Observation } from "../observation.ts";
import { listAt } from "./container-at.ts";

/**
 * The list with the judged member of an observation: the values of one field of one container, the arguments of one
 * instruction, the words of one command of a RUN. Two observations share a list if they get the same object. Undefined
 * without one.
 */
export function listOf({ about, at }: Observation, { containers, dockerfile }: Partial<Facts>): object | undefined {
  const ofContainer = about?.list ?? listAt(containers, at);
  if (ofContainer !== undefined) return ofContainer;
  if (dockerfile === undefined || !("start" in at)) return undefined;
  const instruction = placeOf(dockerfile, at.start)?.instruction;
  if (instruction?.keyword !== "RUN") return instruction;
  return about?.call ?? about?.command;
}
