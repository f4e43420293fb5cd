import { expect, it } from "vitest";
import { fullProfile, sampleProfile } from "../../../test/emit/sample-profile.ts";
import { Failure } from "../../domain/failure.ts";
import type { Emitter } from "../emitter.ts";
import { emitters } from "../index.ts";
import { allFiles } from "./all-files.ts";
import { emitted, printed } from "./printed.ts";

const strict: Emitter = {
  name: "strict",
  title: "form of engines that take no volumes",
  says: "container",
  syntax: "text",
  always: [],
  emit: ({ image }) => {
    throw new Failure("bad-profile", `${image.name} has volumes.`, { hint: "Print it in another form." });
  },
};

it("sorts seccomp profiles first, then by order, then by name", () => {
  const { files, lacking } = allFiles([...emitters].reverse(), fullProfile, {});
  expect(files.map(({ name }) => name)).toEqual(["seccomp.json", "docker-run.sh", "compose.yaml", "kubernetes.yaml"]);
  expect(lacking).toEqual([]);
  expect(allFiles(emitters, sampleProfile, {}).files.map(({ name }) => name)).toEqual([
    "docker-run.sh",
    "compose.yaml",
    "kubernetes.yaml",
  ]);
});

it("reports a dialect that cannot express the profile, and writes the others", () => {
  const { files, lacking } = allFiles([strict, ...emitters], sampleProfile, {});
  expect(files).toHaveLength(3);
  expect(lacking).toEqual([`emit --to strict: ${sampleProfile.image.name} has volumes.`]);
});

it("prints each of several files below its name, and explains a missing one", () => {
  const file = (name: string) => ({ name, what: "", text: `text of ${name}\n` });
  const two: Emitter = { ...strict, emit: () => ({ files: [file("a.yaml"), file("b.yaml")], losses: [] }) };
  expect(printed(emitted(two, sampleProfile).files)).toBe("# a.yaml\ntext of a.yaml\n\n# b.yaml\ntext of b.yaml\n");
  expect(allFiles([{ ...two, asked: true }], sampleProfile, {}).files).toEqual([]);
  expect(() => emitted({ ...strict, emit: () => ({ files: [], losses: [] }) }, sampleProfile)).toThrow(
    "has nothing for a form of engines",
  );
});
