import { Failure } from "../../domain/failure.ts";
import { containerIds, type ContainerFilter } from "../../sources/engine/containers/read-container.ts";
import type { Engine } from "../../sources/engine/types.ts";

/** What the command line says of which containers are meant. */
export interface Choice {
  /** By name or id; none: all that fit the filters. */
  readonly names: readonly string[];
  /** `label=KEY[=VALUE]`, `project=NAME`, `name=TEXT`. */
  readonly filters: readonly string[];
  /** Those that have ended as well. */
  readonly stopped: boolean;
}

/** Ids or names of the containers that are meant. Throws `bad-usage`, and those of the engine's calls. */
export async function chosenContainers(
  engine: Engine,
  choice: Choice,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const { names, filters } = choice;
  if (names.length === 0) return containerIds(engine, engineFilter(choice), signal);
  if (filters.length > 0)
    throw new Failure("bad-usage", "Containers are chosen by name or by --filter, not by both.", {
      hint: `hullproof audit ${names.join(" ")}, or hullproof audit --filter ${filters[0]}`,
    });
  return names.map((name) => name.replace(/^container:/, ""));
}

/** As the engine takes it; a project is a label of Compose. */
export function engineFilter({ filters, stopped }: Choice): ContainerFilter {
  const wanted = new Map<string, string[]>();
  for (const filter of filters) {
    const [, key = "", value = ""] = /^(label|project|name)=(.+)$/s.exec(filter) ?? [];
    if (key === "")
      throw new Failure("bad-usage", `--filter ${filter} is not understood.`, {
        hint: "Use label=KEY, label=KEY=VALUE, project=NAME (of Docker Compose) or name=TEXT.",
      });
    const [name, text] = key === "project" ? ["label", `com.docker.compose.project=${value}`] : [key, value];
    wanted.set(name, [...(wanted.get(name) ?? []), text]);
  }
  return { all: stopped, filters: Object.fromEntries(wanted) };
}
