import { Failure } from "../../domain/failure.ts";

export function badReport(scanner: string, what: string, where?: string): Failure {
  return new Failure(
    "scanner-failed",
    `the report of ${scanner} cannot be read: ${what}${where === undefined ? "" : ` (${where})`}`,
    {
      hint: `Run ${scanner} by hand to see what it says, or leave it out.`,
    },
  );
}
