import type { ProofBeside } from "../../pipeline/editor/proof-beside.ts";

/** The state of the proof, as one line above a Dockerfile. */
export function proofTitle(proofState: ProofBeside): string {
  if (!("profile" in proofState))
    return proofState.unreadable === undefined
      ? "not proven: hullproof harden builds it, runs it and learns its least privilege"
      : `no proof: ${proofState.unreadable}`;
  const { profile, age } = proofState;
  if (age.expired !== undefined) return `proof expired: ${age.expired}`;
  const { required } = profile.capabilities;
  const needs = required.length === 0 ? "no capability needed" : `needs ${required.join(", ")}`;
  const engine = profile.provenOn?.engine;
  const on = engine === undefined ? "" : ` on ${engine.name} ${engine.version}`;
  return age.provenOn === undefined
    ? `${needs}; the profile does not say when it was proven`
    : `${needs}, proven on ${age.provenOn.slice(0, 10)}${on}; whether the image has changed since is not known`;
}
