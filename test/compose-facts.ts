import { emptyConfig } from "../src/domain/settings/config.ts";
import { readCompose } from "../src/pipeline/judge/compose/read-compose.ts";
import type { Facts } from "../src/rules/needs.ts";

/** What `check` knows of one Compose file that names no other. */
export function composeFacts(text: string): Pick<Facts, "composeRefusals"> & Partial<Pick<Facts, "containers">> {
  const path = "compose.yaml";
  const files = new Map([
    [`/p/${path}`, { text }],
    ["/p/.env", { refused: "it is not there", missing: true }],
  ]);
  const read = readCompose({
    kind: "compose",
    path,
    layers: [],
    files,
    root: "/p",
    config: emptyConfig,
    cwd: "/p",
    today: "2026-11-24",
  });
  if ("needs" in read) throw new Error(`the example names ${read.needs}`);
  const { containers, refusal } = read;
  const refusals = refusal === undefined ? [] : [{ problem: refusal.problem, span: refusal.span }];
  return { composeRefusals: { file: path, text, refusals }, ...(containers && { containers }) };
}
