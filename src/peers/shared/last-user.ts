import type { DockerfileFact, Instruction } from "../../facts/dockerfile/dockerfile.ts";
import { ofKeyword } from "../../facts/dockerfile/by-keyword.ts";
import { lastUser, targetChain } from "../../facts/dockerfile/target-chain.ts";
import { dockerfilePeer, type Peer } from "../peer.ts";

/** The last USER of the whole file, whatever its stage is for. */
export function isLastOfFile(dockerfile: DockerfileFact, instruction: Instruction): boolean {
  return ofKeyword(dockerfile, "USER").at(-1)?.instruction === instruction;
}

/** Tools that look at the finished image. */
export function ofStartUser(ids: Peer["ids"]): Peer {
  return dockerfilePeer({
    rules: ["non-root/last-user-root"],
    ids,
    reports: ({ dockerfile, instruction }) => lastUser(targetChain(dockerfile))?.instruction === instruction,
  });
}
