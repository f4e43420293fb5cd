import { Failure } from "../../domain/failure.ts";

export function badReport(scanner: string, problem: string, path?: string): Failure {
  return new Failure(
    "scanner-failed",
    `the report of ${scanner} cannot be read: ${problem}${path === undefined ? "" : ` (${path})`}`,
    {
      hint: `Run ${scanner} by hand to see what it says, or leave it out.`,
    },
  );
}
