import { readCompose } from "../src/dialects/compose/project/read-compose.ts";
import type { Facts } from "../src/rules/needs.ts";

/** What `check` knows of one Compose file that names no other. */
export function composeFacts(text: string): Pick<Facts, "composeRefusals"> & Partial<Pick<Facts, "containers">> {
  const path = "compose.yaml";
  const files = new Map([
    [`/p/${path}`, { text }],
    ["/p/.env", { refused: "it is not there", missing: true }],
  ]);
  const read = readCompose({ path, layers: [], files, root: "/p", cwd: "/p" });
  if ("needs" in read) throw new Error(`the example names ${read.needs.join(", ")}`);
  const { containers, refusal } = read;
  const refusals = refusal === undefined ? [] : [{ problem: refusal.problem, span: refusal.span }];
  return { composeRefusals: { file: path, text, refusals }, ...(containers && { containers }) };
}
