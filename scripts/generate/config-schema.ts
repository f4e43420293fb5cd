import { z } from "zod";
import { configShape } from "../../src/sources/configuration/config-shape.ts";

/** JSON Schema of `hullproof.yaml`, for editors. */
export function configSchema(): { path: string; text: string } {
  const schema = { title: "hullproof.yaml", ...z.toJSONSchema(configShape, { io: "input" }) };
  return { path: "docs/schema/hullproof.schema.json", text: `${JSON.stringify(schema, undefined, 2)}\n` };
}
