import type { KeptImage } from "../../domain/report/report.ts";

/** Whether the hardened image stays on the engine, and advice if it does not. */
export function keptText({ name, problem }: KeptImage): string {
  if (problem === undefined) return `${name} stays on the engine: docker-run.sh, compose.yaml and verify run it`;
  return `${name} is not the hardened image: ${problem}. \`--tag NAME\` keeps it under another name`;
}
