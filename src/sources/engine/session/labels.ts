import { parseOwner } from "./owner.ts";
import type { Owner } from "./own-owner.ts";

export const mark = { version: "hullproof", run: "hullproof.run", owner: "hullproof.owner" } as const;

/** Images of a run are tags of this repository; its host part prevents any accidental push or pull. */
export const imageRepository = "hullproof.local";

const runId = /^hp-[0-9a-f]{12}$/;

export function isRunId(text: string | undefined): text is string {
  return text !== undefined && runId.test(text);
}

export function labelsOf(run: string, owner: Owner): Readonly<Record<string, string>> {
  return { [mark.version]: "1", [mark.run]: run, [mark.owner]: JSON.stringify(owner) };
}

/** Run and owner of an engine object; undefined if it is not ours. */
export function ownership(
  labels: Readonly<Record<string, string>>,
): { readonly run: string; readonly owner?: Owner } | undefined {
  const run = labels[mark.run];
  if (!isRunId(run) || labels[mark.version] === undefined) return undefined;
  const owner = parseOwner(labels[mark.owner]);
  return owner === undefined ? { run } : { run, owner };
}

/** Name of the run's temporary folder and of its tracefs instance. */
export function runName(run: string): string {
  return `hullproof-${run}`;
}

/** `hullproof.local/hp-0123456789ab:NAME` -> `hp-0123456789ab` */
export function runOfTag(tag: string): string | undefined {
  const [repository, run] = tag.split(":")[0]?.split("/") ?? [];
  return repository === imageRepository && isRunId(run) ? run : undefined;
}
