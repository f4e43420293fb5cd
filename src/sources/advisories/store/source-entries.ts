import type { AdvisorySource } from "../../../domain/advisory/advisory.ts";
import { damaged } from "./damaged.ts";

/** The sources of a header; earlier versions wrote `licence`. Throws `Failure` (`bad-advisories`). */
export function readSources(value: unknown, where: string): AdvisorySource[] {
  if (!Array.isArray(value)) throw damaged(where, "its header lists no sources");
  return value.map((entry: unknown) => {
    const { name, licence, license = licence, attribution, date, records } = (entry ?? {}) as Record<string, unknown>;
    const texts = typeof name === "string" && typeof license === "string" && typeof date === "string";
    if (!texts || !Number.isSafeInteger(records) || (attribution !== undefined && typeof attribution !== "string")) {
      throw damaged(where, "its header describes a source wrongly");
    }
    return { name, license, ...(attribution !== undefined && { attribution }), date, records: records as number };
  });
}
