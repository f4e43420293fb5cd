export type Reads = "dockerfile" | "document" | "image";

/** Text of a rule that compiles and fails its examples until its check is written. */
export function ruleText(id: string, reads: Reads): string {
  const { needs, examples, check } = parts[reads];
  return `import { defineRule } from "../rule.ts";

export default defineRule({
  id: "${id}",
  title: "TODO: the fault, as a heading",
  why: "TODO: two or three sentences for someone who never heard of it, with the measured effect where there is one.",
  severity: "warning",
  needs: ["${needs}"],
  fix: "none",
  also: [],
  examples: [${examples}],
${check}
});
`;
}

const parts: Readonly<Record<Reads, { needs: string; examples: string; check: string }>> = {
  dockerfile: {
    needs: "dockerfile",
    examples: `{ kind: "dockerfile", bad: "FROM scratch\\nRUN TODO\\n", good: "FROM scratch\\n" }`,
    check: `  *check({ dockerfile }) {
    for (const instruction of dockerfile.instructions) {
      // TODO: what makes it a fault.
      if (instruction.keyword !== "TODO") continue;
      yield {
        message: \`\${instruction.keyword}: what is wrong, with the value that is wrong\`,
        at: instruction.span,
        evidence: [{ kind: "reference", statement: "TODO: the fact this rests on", source: "TODO: where to look it up" }],
      };
    }
  },`,
  },
  document: {
    needs: "runLines",
    examples: `{ kind: "document", bad: "docker run TODO\\n", good: "docker run image\\n" }`,
    check: `  *check({ runLines }) {
    for (const line of runLines.lines) {
      // TODO: what makes it a fault.
      const flag = line.flags.find(({ name }) => name === "TODO");
      if (flag === undefined) continue;
      yield {
        message: \`--\${flag.name}: what is wrong, with the value that is wrong\`,
        at: flag.span,
        evidence: [{ kind: "setting", pointer: \`--\${flag.name}\`, value: flag.value ?? "" }],
      };
    }
  },`,
  },
  image: {
    needs: "layers",
    examples: `{ kind: "image", bad: { image: { leftovers: [] } }, good: { image: { leftovers: [] } } }`,
    check: `  *check({ layers }) {
    // TODO: what makes it a fault.
    for (const file of layers.leftovers.filter(({ path }) => path === "TODO")) {
      yield {
        message: \`\${file.path}: what is wrong, with the value that is wrong\`,
        at: { layer: file.layer, path: file.path },
        evidence: [{ kind: "file", path: file.path, layer: file.layer, bytes: file.bytes }],
      };
    }
  },`,
  },
};
