// Editors that ask for diagnostics (LSP 3.17, textDocument/diagnostic), and what is judged together.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { DocumentDiagnosticRequest, type DocumentDiagnosticReport } from "vscode-languageserver-protocol/node";
import { bad, editor } from "./lsp-client.ts";

// Each starts programs, on a machine that may have others to run.
vi.setConfig({ testTimeout: 60_000 });

const capabilities = {
  textDocument: { diagnostic: { dynamicRegistration: true } },
  workspace: { diagnostics: { refreshSupport: true }, didChangeWatchedFiles: { dynamicRegistration: true } },
};
const base = "services:\n  web:\n    image: a:1\n";

async function asking(files: Readonly<Record<string, string>>) {
  const all = await editor(files, { capabilities });
  const refreshed = Promise.withResolvers<void>();
  all.connection.onRequest("workspace/diagnostic/refresh", () => {
    refreshed.resolve();
    return null;
  });
  const ask = (name: string, previousResultId?: string): Promise<DocumentDiagnosticReport> =>
    all.connection.sendRequest(DocumentDiagnosticRequest.type, {
      textDocument: { uri: all.uriOf(name) },
      identifier: "hullproof",
      ...(previousResultId !== undefined && { previousResultId }),
    });
  return { ...all, ask, refreshed: refreshed.promise };
}

const linesOf = (report: DocumentDiagnosticReport): readonly number[] =>
  report.kind === "full" ? report.items.map(({ range }) => range.start.line) : [];
const codesOf = (report: DocumentDiagnosticReport): readonly unknown[] =>
  report.kind === "full" ? report.items.map(({ code }) => code) : [report.kind];

it("an editor that asks gets what others are sent, is sent nothing, and what has not changed is not said again", async () => {
  const other = await editor({});
  await other.open("Dockerfile", bad);
  const { open, ask, change, published, leave } = await asking({});
  await open("Dockerfile", bad);
  const first = await ask("Dockerfile");
  expect(first).toMatchObject({ kind: "full", items: await other.of("Dockerfile", 1) });
  const { resultId } = first;
  expect(await ask("Dockerfile", resultId)).toEqual({ kind: "unchanged", resultId });
  await change("Dockerfile", 2, { text: bad.replace("MAINTAINER me\n", "") });
  const second = await ask("Dockerfile", resultId);
  expect(codesOf(first)).toContain("build/maintainer");
  expect(codesOf(second)).not.toContain("build/maintainer");
  expect(second.resultId).not.toBe(resultId);
  expect(await ask("README.md")).toEqual({ kind: "full", items: [] });
  expect(published).toEqual([]);
  expect(await leave()).toBe(0);
});

it("of what is asked while one types, each answer is of the last version", async () => {
  const { open, ask, change } = await asking({});
  await open("Dockerfile", bad);
  const answers: Promise<DocumentDiagnosticReport>[] = [];
  for (let version = 2; version < 30; version++) {
    await change("Dockerfile", version, { text: `${bad}${"# more\n".repeat(version)}MAINTAINER again\n` });
    answers.push(ask("Dockerfile"));
  }
  const given = await Promise.all(answers);
  expect(new Set(given.map(({ resultId }) => resultId)).size).toBe(1);
  expect(given.flatMap(linesOf)).toContain(35);
});

it("only an editor that can ask, and be told to ask again, is offered that it may", async () => {
  const offers = async (more: object) => {
    const { connection, uriOf, open } = await editor({}, more);
    await open("Dockerfile", bad);
    return connection
      .sendRequest("textDocument/diagnostic", { textDocument: { uri: uriOf("Dockerfile") } })
      .then(() => "answered", String);
  };
  expect(await offers({ capabilities })).toBe("answered");
  // As a library of Rust spells it.
  const spelt = { ...capabilities, workspace: { diagnostic: { refreshSupport: true } } };
  expect(await offers({ capabilities: spelt })).toBe("answered");
  const neverAgain = { ...capabilities, workspace: {} };
  expect(await offers({ capabilities: neverAgain })).toContain("textDocument/diagnostic is not known here");
  expect(await offers({})).toContain("textDocument/diagnostic is not known here");
});

it("a change of hullproof.yaml asks the editor to ask again", async () => {
  const { open, ask, folder, connection, uriOf, refreshed } = await asking({});
  await open("Dockerfile", bad);
  const before = await ask("Dockerfile");
  expect(codesOf(before)).toContain("build/maintainer");
  await writeFile(join(folder.path, "hullproof.yaml"), "rules: { build/maintainer: off }\n");
  await connection.sendNotification("workspace/didChangeWatchedFiles", {
    changes: [{ uri: uriOf("hullproof.yaml"), type: 1 }],
  });
  await refreshed;
  const after = codesOf(await ask("Dockerfile", before.resultId));
  expect(after).not.toContain("build/maintainer");
  expect(after.length).toBeGreaterThan(1);
});

it("what an override says changes the findings of the file below it, asked for or sent, and no more once it is closed", async () => {
  const override = "services: { web: { mem_limit: 64m } }\n";
  const { open, ask, change, connection, uriOf, refreshed } = await asking({ "compose.yaml": base });
  await open("compose.yaml", base, "yaml");
  await writeFile(new URL(uriOf("compose.override.yaml")), "services: { web: { init: true } }\n");
  const alone = await ask("compose.yaml");
  await open("compose.override.yaml", override, "yaml");
  await refreshed;
  const below = await ask("compose.yaml", alone.resultId);
  expect(codesOf(below)).not.toEqual(codesOf(alone));
  await change("compose.override.yaml", 2, { text: "services: { web: { init: true } }\n" });
  expect(codesOf(await ask("compose.yaml"))).toEqual(codesOf(alone));
  await change("compose.override.yaml", 3, { text: override });
  expect(codesOf(await ask("compose.yaml"))).toEqual(codesOf(below));
  await connection.sendNotification("textDocument/didClose", { textDocument: { uri: uriOf("compose.override.yaml") } });
  expect(codesOf(await ask("compose.yaml"))).toEqual(codesOf(alone));

  const told = await editor({ "compose.yaml": base, "compose.override.yaml": override });
  await told.open("compose.yaml", base, "yaml");
  await told.open("compose.override.yaml", override, "yaml");
  await told.of("compose.override.yaml", 1);
  const wait = async (want: boolean) => {
    await vi.waitFor(
      () => {
        const last = told.published.findLast(({ uri }) => uri === told.uriOf("compose.yaml"));
        expect(JSON.stringify(last?.diagnostics) === JSON.stringify(below.kind === "full" && below.items)).toBe(want);
      },
      { timeout: 20_000 },
    );
  };
  await wait(true);
  await told.change("compose.override.yaml", 2, { text: "services: { web: { init: true } }\n" });
  await wait(false);
});
