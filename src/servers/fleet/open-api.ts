import { OpenAPIHono, z } from "@hono/zod-openapi";
import type { FleetQuestion } from "../../pipeline/fleet/fleet-question.ts";

const basis = {
  asOf: z.iso.datetime().describe("The database's time of the answer."),
  coverage: z
    .object({
      images: z
        .object({ read: z.int(), waiting: z.int(), refused: z.int(), older: z.int() })
        .describe("Tagged images by what is known of them; `older` are not among the newest tags."),
      packages: z.object({ distinct: z.int(), notJudged: z.int() }),
      advisories: z.object({ shards: z.int(), judgedAt: z.iso.datetime().exactOptional() }),
    })
    .describe("What is known at all: a short list is no clean fleet."),
};
const refusal = z.object({ error: z.string(), hint: z.string().exactOptional() });

/** OpenAPI 3.1 of the questions; docs/schema/fleet.openapi.json is this. */
export function openApiDocument(questions: readonly FleetQuestion[], version: string): object {
  const app = new OpenAPIHono();
  const registry = app.openAPIRegistry;
  for (const { name, path, summary, input, answer } of questions) {
    const names = [...path.matchAll(/\{([a-z]+)\}/g)].map(([, field = ""]) => field);
    const fields = Object.entries(input.shape);
    const pick = (isInPath: boolean) =>
      z.object(Object.fromEntries(fields.filter(([field]) => names.includes(field) === isInPath)));
    registry.registerPath({
      method: "get",
      path,
      operationId: name,
      summary,
      request: { params: pick(true), query: pick(false) },
      responses: {
        200: jsonOf("The answer, and what it rests on.", z.object({ ...basis, ...answer.shape })),
        400: jsonOf("A parameter is wrong: which one, and why.", refusal),
        ...(names.length > 0 && { 404: jsonOf("Not found.", refusal) }),
      },
    });
  }
  registry.registerPath({
    method: "post",
    path: "/images/{digest}/read",
    operationId: "read-first",
    summary: "Read an image before all others",
    request: { params: z.object({ digest: z.string() }) },
    responses: {
      202: jsonOf("It is queued.", z.object({ queued: z.literal(true) })),
      404: jsonOf("Not found.", refusal),
    },
  });
  return app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: { title: "hullproof fleet", version },
    servers: [{ url: "api/v1" }],
  });
}

function jsonOf(description: string, schema: z.ZodType) {
  return { description, content: { "application/json": { schema } } };
}
