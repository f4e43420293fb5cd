import type { InspectedContainer } from "../../../domain/container/inspected-container.ts";
import { Failure } from "../../../domain/failure.ts";
import { z } from "zod";
import { answerOf } from "../client/answer-of.ts";
import { refusedStatus } from "../client/http.ts";
import type { Engine } from "../types.ts";
import { texts } from "./go-shapes.ts";
import { inheritedShape, type InspectedImage } from "./inherited-shape.ts";
import { inspectedShape } from "./inspected-shape.ts";

/** Container filters in the engine's own terms: `label`, `name`. */
export interface ContainerFilter {
  /** Includes stopped containers. */
  readonly all: boolean;
  readonly filters: Readonly<Record<string, readonly string[]>>;
}

const listShape = z.array(z.object({ Id: z.string() }));

/** Ids of the matching containers, sorted. Throws those of the engine's calls. */
export async function containerIds(
  engine: Engine,
  { all, filters }: ContainerFilter,
  signal?: AbortSignal,
): Promise<string[]> {
  const query = {
    ...(all && { all: true }),
    ...(Object.keys(filters).length > 0 && { filters: JSON.stringify(filters) }),
  };
  const answer = await engine.call({ method: "GET", path: "/containers/json", query, signal, nullable: true });
  return answerOf(listShape, answer ?? [])
    .map(({ Id }) => Id)
    .sort();
}

/** The current state of a container by name or id; undefined if the engine has none. Read-only. */
export async function readContainer(
  engine: Engine,
  ref: string,
  signal?: AbortSignal,
): Promise<InspectedContainer | undefined> {
  // Names come from users: text that would lead to another API call is rejected.
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,254}$/.test(ref)) return undefined;
  const answer = await orGone(engine.call({ method: "GET", path: `/containers/${ref}/json`, signal }));
  return answer === undefined ? undefined : answerOf(inspectedShape, answer);
}

/** An image by the id in a container; undefined if it was removed. */
export async function readInherited(
  engine: Engine,
  id: string,
  signal?: AbortSignal,
): Promise<InspectedImage | undefined> {
  if (!/^(?:sha256:)?[0-9a-f]{12,64}$/.test(id)) return undefined;
  const answer = await orGone(engine.call({ method: "GET", path: `/images/${id}/json`, signal }));
  if (answer === undefined) return undefined;
  return answerOf(inheritedShape, answer);
}

const tagsShape = z.array(z.object({ Id: z.string(), RepoTags: texts }));

/** Current image of each name on this engine: `nginx:1.27` -> its id. */
export async function imageTags(engine: Engine, signal?: AbortSignal): Promise<ReadonlyMap<string, string>> {
  const answer = await engine.call({ method: "GET", path: "/images/json", signal, nullable: true });
  return new Map(answerOf(tagsShape, answer ?? []).flatMap(({ Id, RepoTags }) => RepoTags.map((tag) => [tag, Id])));
}

/** Containers may end and images may be removed meanwhile. */
async function orGone(answer: Promise<unknown>): Promise<unknown> {
  return answer.catch((error: unknown) => {
    if (error instanceof Failure && refusedStatus(error) === 404) return undefined;
    throw error;
  });
}
