import { answerOf } from "../client/answer-of.ts";
import { containerListShape } from "../client/shapes.ts";
import type { Engine } from "../types.ts";

/** Names of all containers, including ended ones, that were created from this image or one built on it. */
export async function containersOf(engine: Engine, imageId: string): Promise<readonly string[]> {
  const filters = JSON.stringify({ ancestor: [imageId] });
  const answer = await engine.call({ method: "GET", path: "/containers/json", query: { all: true, filters } });
  return answerOf(containerListShape, answer).map(({ Id, Names }) => Names[0]?.replace(/^\//, "") ?? Id);
}
