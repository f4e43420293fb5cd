// The extension for Visual Studio Code: one file that is complete, and equal for equal sources. VS Code itself can't run here: of it there is what the bundle asks for while it is loaded.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import Module from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "hullproof-test-vscode-"));
const built = (name: string): string => {
  const file = join(folder, name);
  execFileSync(process.execPath, [join(root, "scripts/vscode.ts"), "--output", file], { cwd: root });
  return file;
};
const inZip = (file: string, name: string): string =>
  execFileSync(
    "python3",
    ["-c", "import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))", file, name],
    { encoding: "utf8", maxBuffer: 8_000_000 },
  );

let vsix = "";
beforeAll(() => {
  vsix = built("one.vsix");
  return () => rmSync(folder, { recursive: true, force: true });
}, 60_000);

it("is a whole archive with what VS Code reads first, and the same twice", { timeout: 60_000 }, () => {
  expect(execFileSync("python3", ["-m", "zipfile", "-t", vsix], { encoding: "utf8" })).toContain("Done testing");
  expect(inZip(vsix, "[Content_Types].xml")).toContain('Extension=".vsixmanifest"');
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  expect(inZip(vsix, "extension.vsixmanifest")).toContain(`Id="hullproof" Version="${version}"`);
  expect(JSON.parse(inZip(vsix, "extension/package.json"))).toMatchObject({ version, main: "./dist/extension.js" });
  expect(inZip(vsix, "extension/licenses.txt")).toMatch(/^vscode-languageclient\n\n[^]*MIT/m);
  expect(readFileSync(built("two.vsix")).equals(readFileSync(vsix))).toBe(true);
});

it("starts nothing in a folder that is not trusted, and a folder can't name the program", () => {
  const { capabilities, contributes } = JSON.parse(readFileSync(join(root, "editors/vscode/package.json"), "utf8")) as {
    capabilities: { untrustedWorkspaces: { supported: unknown } };
    contributes: { configuration: { properties: Record<string, { scope: string }> } };
  };
  expect(capabilities.untrustedWorkspaces.supported).toBe(false);
  expect(Object.values(contributes.configuration.properties).map(({ scope }) => scope)).toEqual(["machine", "machine"]);
});

it("its bundle needs nothing but VS Code and Node", () => {
  const asked: string[] = [];
  // Whatever of VS Code is asked for: a class that can be extended, with members of the same kind.
  const anything: unknown = new Proxy(class {}, {
    get: (target, key) => (key === "prototype" ? target.prototype : anything),
  });
  const load = (name: string): unknown => {
    asked.push(name);
    return name === "vscode" ? anything : Module.createRequire(import.meta.url)(name);
  };
  const exported: { activate?: unknown; deactivate?: unknown } = {};
  // oxlint-disable-next-line typescript/no-implied-eval
  new Function("require", "module", "exports", inZip(vsix, "extension/dist/extension.js"))(
    load,
    { exports: exported },
    exported,
  );
  expect(exported).toMatchObject({ activate: expect.any(Function), deactivate: expect.any(Function) });
  expect(asked).toContain("vscode");
  expect(asked.filter((name) => name !== "vscode" && !Module.isBuiltin(name))).toEqual([]);
});
