import { Failure } from "../../../domain/failure.ts";
import { containerIds, type ContainerFilter } from "../../../sources/engine/containers/read-container.ts";
import type { Engine } from "../../../sources/engine/types.ts";

/** The containers that the command line selects. */
export interface Selection {
  /** Names or ids; empty: every container that matches the filters. */
  readonly names: readonly string[];
  /** `label=KEY[=VALUE]`, `project=NAME`, `name=TEXT`. */
  readonly filters: readonly string[];
  /** Include stopped containers. */
  readonly stopped: boolean;
}

/** Ids or names of the selected containers. Throws `bad-usage`, and the errors of the engine's calls. */
export async function selectContainers(
  engine: Engine,
  choice: Selection,
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

/** The filters in the engine's form; a project is a label of Compose. */
export function engineFilter({ filters, stopped }: Selection): ContainerFilter {
  const engineFilters = new Map<string, string[]>();
  for (const filter of filters) {
    const [, key = "", value = ""] = /^(label|project|name)=(.+)$/s.exec(filter) ?? [];
    if (key === "")
      throw new Failure("bad-usage", `--filter ${filter} is not understood.`, {
        hint: "Use label=KEY, label=KEY=VALUE, project=NAME (of Docker Compose) or name=TEXT.",
      });
    const [name, text] = key === "project" ? ["label", `com.docker.compose.project=${value}`] : [key, value];
    engineFilters.set(name, [...(engineFilters.get(name) ?? []), text]);
  }
  return { all: stopped, filters: Object.fromEntries(engineFilters) };
}
