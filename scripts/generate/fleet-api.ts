import { questions } from "../../src/pipeline/fleet/ask.ts";
import { openApiDocument } from "../../src/servers/fleet/open-api.ts";

/** `docs/schema/fleet.openapi.json`: the API of `hullproof fleet`, from its questions. */
export function fleetApi(): { path: string; text: string } {
  return {
    path: "docs/schema/fleet.openapi.json",
    text: `${JSON.stringify(openApiDocument(questions, "1"), undefined, 2)}\n`,
  };
}
