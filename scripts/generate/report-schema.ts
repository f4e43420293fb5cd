import { z } from "zod";
import { fixSchema } from "../../src/reports/fix-schema.ts";
import { profileSchema, reportSchema as schema } from "../../src/reports/report-schema.ts";

/** `docs/schema/report.schema.json`: JSON Schema (2020-12) of `--format json`. */
export function reportSchema(): { path: string; text: string } {
  return jsonSchema(schema, "report.schema.json", "hullproof report", "What hullproof prints with --format json.");
}

/** `docs/schema/profile.schema.json`: what `learn` writes, `verify` reads and `emit` prints. */
export function profileSchemaFile(): { path: string; text: string } {
  return jsonSchema(
    profileSchema,
    "profile.schema.json",
    "hullproof profile",
    "An engine-neutral, learned run profile.",
  );
}

/** `docs/schema/fix.schema.json`: what `fix --format json` prints. */
export function fixSchemaFile(): { path: string; text: string } {
  return jsonSchema(
    fixSchema,
    "fix.schema.json",
    "hullproof fix report",
    "What hullproof fix prints with --format json.",
  );
}

function jsonSchema(shape: z.ZodType, file: string, title: string, description: string) {
  const { $schema, $defs, ...rest } = z.toJSONSchema(shape, {
    target: "draft-2020-12",
    // A reader of a finished report gains nothing from `readOnly`, which is about editing through an API.
    override: ({ jsonSchema: part }) => delete part.readOnly,
  });
  const text = JSON.stringify({ $schema, $id: file, title, description, ...rest, $defs }, undefined, 2);
  return { path: `docs/schema/${file}`, text: `${text}\n` };
}
