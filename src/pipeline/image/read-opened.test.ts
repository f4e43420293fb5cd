import { expect, it } from "vitest";
import { folderOf } from "../../../test/cli/run-cli.ts";
import { readLearned } from "./read-opened.ts";

const files = { method: "page-cache", opened: ["/bin/a"], executed: [], complete: true, reason: "" };

async function learnedFrom(proof: unknown) {
  await using folder = await folderOf({ "report.json": JSON.stringify({ proof }) });
  return await readLearned("report.json", folder.path);
}

it("reads what a workload starts: its own command, tools and exec steps", async () => {
  const steps = [
    { kind: "http", name: "page" },
    { kind: "exec", name: "ask", command: ["redis-cli", "ping"] },
  ];
  const workload = { steps, tools: [["ls", "/data"]], command: ["start"] };
  expect(await learnedFrom({ observed: { files }, profile: { workload } })).toEqual({
    files,
    commands: [
      { what: "the workload's command", words: ["start"] },
      { what: "workload.tools", words: ["ls", "/data"] },
      { what: "step ask", words: ["redis-cli", "ping"] },
    ],
  });
  expect(await learnedFrom({ observed: { files } })).toEqual({ files, commands: [] });
});

it.each([[{}], [{ observed: {} }], [{ observed: { files }, profile: { workload: { steps: [], tools: ["ls"] } } }]])(
  "refuses a report without what it needs: %j",
  async (proof) => {
    await expect(learnedFrom(proof)).rejects.toMatchObject({ code: "bad-profile" });
  },
);
