import type { NeedClass } from "../../src/domain/image/package-need.ts";
import { packageNeeds, type NeedRequest } from "../../src/facts/need/package-needs.ts";
import { startedCommands } from "../../src/facts/need/started.ts";
import type { Member } from "./archive.ts";
import { debImage, type DebPackages } from "./deb-image.ts";
import type { MemoryImage } from "./read-members.ts";

interface Case extends Pick<MemoryImage, "config">, Partial<NeedRequest> {
  readonly opened?: readonly string[];
  readonly unowned?: readonly Member[];
  readonly complete?: boolean;
}

/** Classes by name of these packages on a minimal Debian, by files that a workload opened. */
export async function needClassesOf(
  packages: DebPackages,
  { opened = [], unowned = [], config = {}, complete = true, ...rest }: Case = {},
): Promise<Readonly<Record<string, NeedClass>>> {
  const { image, read } = await debImage(packages, unowned, { config });
  const observed = { method: "page-cache", opened, executed: [], complete, reason: "traced" } as const;
  const needs = packageNeeds(image, { observed, started: startedCommands(read.config), ...rest });
  return Object.fromEntries(needs.packages.map((need) => [need.name, need.class]));
}
