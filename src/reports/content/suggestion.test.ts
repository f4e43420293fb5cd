import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Evidence, Finding } from "../../domain/finding/finding.ts";
import { locate } from "../../text/locate.ts";
import { suggestionOf, type Suggestion } from "./suggestion.ts";

type Edit = readonly [start: number, end: number, text: string];

/** A finding whose evidence quotes `from` to `to` of a text, with edits of that text. */
function finding(text: string, [from, to]: readonly [number, number], edits: readonly Edit[]): Finding {
  const placed = edits.map(([start, end, by]) => ({ ...locate("Dockerfile", text, { start, end }), text: by }));
  const quoted: Evidence = {
    kind: "source",
    location: locate("Dockerfile", text, { start: from, end: to }),
    text: text.slice(from, to),
  };
  const evidence: readonly Evidence[] = [{ kind: "setting", pointer: "a", value: "b" }, quoted];
  return { evidence, fix: { title: "", applicability: "safe", edits: placed } } as unknown as Finding;
}

/** Computes columns like reviewdog: bytes of UTF-8. */
function made(text: string, { range, text: by }: Suggestion): string {
  const lines = Buffer.from(text).toString("binary").split("\n");
  const offset = ({ line, column }: Suggestion["range"]["start"]) =>
    lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
  const bytes = Buffer.from(text);
  const parts = [bytes.subarray(0, offset(range.start)), Buffer.from(by), bytes.subarray(offset(range.end))];
  return Buffer.concat(parts).toString("utf8");
}

function applied(text: string, edits: readonly Edit[]): string {
  return edits.toReversed().reduce((all, [start, end, by]) => all.slice(0, start) + by + all.slice(end), text);
}

const text = 'FROM a\nRUN echo "größer 🐋" \\\n && apt-get install x\nCMD b\n';
const whole = [7, text.indexOf("\nCMD")] as const;
const at = (word: string): number => text.indexOf(word);

describe("a suggestion", () => {
  it("produces the edited text, also after multi-byte letters", () => {
    for (const edits of [
      [[at(" \\"), at(" \\"), " !"]],
      [[at("install") + 7, at("install") + 7, " -y"]],
      [
        [at("RUN"), at("RUN") + 3, "RUN set -e;"],
        [at(" x\n"), at(" x\n") + 2, ""],
      ],
      [[whole[0], whole[1], ""]],
    ] as const) {
      const found = suggestionOf(finding(text, whole, edits));
      expect(found && made(text, found)).toBe(applied(text, edits));
    }
  });

  it("is absent if the evidence does not cover all edits", () => {
    const edit: Edit = [at("install"), at("install") + 7, "add"];
    expect(suggestionOf(finding(text, [at("echo"), whole[1]], [edit]))).toBeUndefined();
    expect(suggestionOf(finding(text, [0, 6], [edit]))).toBeUndefined();
    expect(suggestionOf(finding(text, [7, at("apt")], [edit]))).toBeUndefined();
    expect(suggestionOf(finding(text, whole, []))).toBeUndefined();
    const elsewhere = finding(text, whole, [edit]);
    const edits = elsewhere.fix?.edits?.map((one) => ({ ...one, file: "other" })) ?? [];
    expect(suggestionOf({ ...elsewhere, fix: { title: "", applicability: "safe", edits } })).toBeUndefined();
    expect(suggestionOf(finding(text, whole, [edit, edit]))).toBeUndefined();
  });

  it("is correct for any text and edits", () => {
    const lines = fc.array(fc.string({ unit: "grapheme", maxLength: 12 }), { minLength: 1, maxLength: 6 });
    const cuts = fc.array(fc.tuple(fc.nat(60), fc.nat(5), fc.string({ maxLength: 4 })), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(lines, cuts, (all, wanted) => {
        const any = all.join("\n");
        let last = 0;
        const edits = wanted
          .toSorted(([one], [other]) => one - other)
          .flatMap(([start, length, by]): Edit[] => {
            const [from, to] = [Math.min(start, any.length), Math.min(start + length, any.length)];
            // Half of a letter is not a valid column.
            if (
              from < last ||
              any.slice(from).isWellFormed() !== any.slice(to).isWellFormed() ||
              !any.slice(from).isWellFormed()
            )
              return [];
            last = to + 1;
            return [[from, to, by]];
          });
        const found = suggestionOf(finding(any, [0, any.length], edits));
        expect(found && made(any, found)).toBe(edits.length === 0 ? undefined : applied(any, edits));
      }),
    );
  });
});
