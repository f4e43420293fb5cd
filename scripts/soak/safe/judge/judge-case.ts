import type { Offer } from "../offer.ts";
import type { SoakCase } from "../soak-case.ts";
import { judgeBuilds, type Judging, type Verdict } from "./judge-builds.ts";
import { judgeCalls } from "./judge-calls.ts";

/** A repository of Dockerfiles is built, one of scripts is run. */
export async function judgeCase(
  judging: Judging,
  id: string,
  one: SoakCase,
  offer: Offer,
  scratch: string,
): Promise<Verdict> {
  return one.calls === undefined
    ? judgeBuilds(judging, id, one, offer, scratch)
    : judgeCalls(judging.engine, one, offer, scratch);
}
