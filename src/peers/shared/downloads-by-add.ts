import type { Instruction } from "../../facts/dockerfile/dockerfile.ts";
import { dockerfilePeer, type Peer } from "../peer.ts";

export function downloadsByAdd({ keyword, onbuild, args }: Instruction): boolean {
  return keyword === "ADD" && !onbuild && args.includes("http");
}

/** Tools that report the download of an ADD, and none of a RUN. */
export function ofAdd(ids: Peer["ids"]): Peer {
  return dockerfilePeer({
    rules: ["vulnerabilities/unverified-download"],
    ids,
    reports: ({ instruction }) => downloadsByAdd(instruction),
  });
}
