import type { CliContext } from "./cli-context.ts";
import { switchFlag } from "./flags.ts";

export const mergeFlag = switchFlag(
  "Merge the Compose files that are named, in their order, as `docker compose -f` does.",
);
/** The name of `--merge` in earlier versions. */
export const layersFlag = { ...mergeFlag, hidden: true } as const;

/** Whether one of the two is given. */
export function isMerged(cli: CliContext, { merge, layers }: { readonly merge: boolean; readonly layers: boolean }) {
  if (layers) cli.process.stderr.write("hullproof: --layers is now called --merge\n");
  return merge || layers;
}
