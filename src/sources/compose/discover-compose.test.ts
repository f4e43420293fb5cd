import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { discoverCompose } from "./discover-compose.ts";

function folderWith(names: readonly string[], env = ""): string {
  const folder = mkdtempSync(join(tmpdir(), "hullproof-discover-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "p"));
  for (const name of names) writeFileSync(join(folder, name), "services: {}\n");
  if (env !== "") writeFileSync(join(folder, "p", ".env"), env);
  return folder;
}

it.each([
  [["p/compose.yaml"], ["p/compose.yaml"], []],
  [["p/docker-compose.yaml", "p/docker-compose.yml"], ["p/docker-compose.yml"], ["p/docker-compose.yaml was not read"]],
  [["p/compose.yml", "p/compose.yaml"], ["p/compose.yaml"], ["p/compose.yml was not read"]],
  [
    ["p/docker-compose.yml", "p/compose.override.yaml", "p/docker-compose.override.yml"],
    ["p/docker-compose.yml", "p/compose.override.yaml"],
    [],
  ],
])("selects from %j: %j", (names, files, notes) => {
  const found = discoverCompose("p", folderWith(names), {});
  expect(found?.files).toEqual(files);
  expect(found?.notes).toEqual(notes.map((one) => expect.stringContaining(one) as unknown));
});

it("searches no parent folder, and no image folder", () => {
  expect(discoverCompose("p", folderWith(["compose.yaml"]), {})).toBeUndefined();
  expect(discoverCompose("p", folderWith(["p/compose.yaml", "p/oci-layout"]), {})).toBeUndefined();
  expect(discoverCompose("none", folderWith([]), {})).toBeUndefined();
});

it("uses COMPOSE_FILE without overrides, and no file outside of the folder", () => {
  const names = ["p/compose.yaml", "p/compose.override.yaml", "p/b.yaml"];
  const inFile = folderWith(names, "COMPOSE_FILE=b.yaml:../c.yaml\n");
  expect(discoverCompose("p", inFile, {})).toEqual({
    files: ["p/b.yaml"],
    notes: ["COMPOSE_FILE names ../c.yaml, which was not read: it lies outside of p"],
  });
  const separated = folderWith(names, "COMPOSE_FILE=b.yaml,compose.yaml\nCOMPOSE_PATH_SEPARATOR=,\n");
  expect(discoverCompose("p", separated, {})?.files).toEqual(["p/b.yaml", "p/compose.yaml"]);
  expect(discoverCompose("p", separated, { COMPOSE_FILE: "compose.yaml" })?.files).toEqual(["p/compose.yaml"]);
});
