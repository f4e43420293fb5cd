import { DockerfileParser } from "dockerfile-ast";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Failure } from "../../domain/failure.ts";
import { locate } from "../../text/locate.ts";
import { parseDockerfile, readDockerfile } from "./parse.ts";

const parse = (text: string) => parseDockerfile("Dockerfile", text);

function answer(text: string): void {
  try {
    // What is read only when asked for is read as well.
    for (const { commands, unparsed } of readDockerfile("Dockerfile", text).parsed?.instructions ?? []) {
      expect(commands === undefined || unparsed === undefined).toBe(true);
    }
    parse(text);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
}

const word = fc.stringMatching(/^[a-z][a-z0-9./=-]{0,6}$/);
const joint = fc.constantFrom(" ", " \\\n  ", " \\  \n\t", " \\\n# note\n  ", " && ", " \\\n    && ", "; ");
const body = fc
  .array(fc.tuple(word, joint), { minLength: 1, maxLength: 6 })
  .chain((parts) => word.map((last) => parts.map(([a, b]) => a + b).join("") + last));
const line = fc.oneof(
  body.map((text) => `RUN ${text}`),
  word.map((text) => `USER ${text}`),
  fc.tuple(word, word).map(([a, b]) => `COPY --chown=1:1 ${a} \\\n  ${b}`),
  word.map((text) => `# ${text}`),
  fc.constant(""),
);
const files = fc
  .tuple(fc.array(line, { maxLength: 8 }), fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean())
  .map(([lines, crlf, bom, final, backtick]) => {
    const text = ["FROM a", ...lines].join("\n") + (final ? "\n" : "");
    const escaped = backtick ? `# escape=\`\n${text.replaceAll("\\", "`")}` : text;
    return (bom ? "\uFEFF" : "") + (crlf ? escaped.replaceAll("\n", "\r\n") : escaped);
  });

describe("properties", () => {
  it("throws nothing but a Failure for any text", () => {
    const nasty = fc.array(
      fc.constantFrom(
        "FROM a",
        "RUN ",
        "\n",
        "\\",
        "\\\n",
        "<<E",
        "E",
        "#",
        "`",
        '"',
        "[",
        "]",
        "'",
        "$(",
        ")",
        "\r",
        " ",
        "ONBUILD ",
        "HEALTHCHECK CMD ",
        "--mount=",
        "\uFEFF",
        "sh -c ",
        "{",
        "${",
        "FROM a AS b\n",
        "COPY --from=b ",
        "EXPOSE ",
        "ENV a=",
        "bash <<E\n",
        "xargs ",
        ";",
        '["sh", "-c", "',
        '"]',
        "\\u00",
        '\\"',
      ),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          nasty.map((parts) => parts.join("")),
          nasty.map((parts) => `FROM a\n${parts.join("")}`),
        ),
        answer,
      ),
      { numRuns: 3000 },
    );
  });

  it("has spans that match their text", () => {
    fc.assert(
      fc.property(files, (text) => {
        for (const { keyword, span, keywordSpan, args, argsSpan, words, flags, commands = [] } of parse(text)
          .instructions) {
          expect(text.slice(keywordSpan.start, keywordSpan.end)).toBe(keyword);
          expect(span.start).toBe(keywordSpan.start);
          expect(text.slice(argsSpan.start, argsSpan.end)).toBe(args);
          for (const one of [...words, ...commands.flatMap((command) => command.words)]) {
            expect(text.slice(one.span.start, one.span.end)).toBe(one.text);
          }
          for (const flag of flags)
            expect(text.slice(flag.span.start, flag.span.end)).toBe(`--${flag.name}=${flag.value}`);
          const at = locate("f", text, span);
          const lines = text.split("\n");
          expect(lines[at.startLine - 1]?.slice(at.startColumn - 1).startsWith(keyword)).toBe(true);
          expect(lines.slice(0, at.endLine - 1).join("\n").length + (at.endLine > 1 ? 1 : 0) + at.endColumn - 1).toBe(
            span.end,
          );
        }
      }),
    );
  });

  it("locates the words of a heredoc", () => {
    // No word of the shell, no assignment.
    const plain = fc.stringMatching(/^q[a-z0-9./-]{0,5}$/);
    const lines = fc.array(fc.tuple(plain, fc.constantFrom(" ", " \\\n  ", " && ", "; ", "\n", " | ", "\n\n# c\n\t")), {
      minLength: 1,
      maxLength: 8,
    });
    const forms = fc.constantFrom("RUN <<E", "RUN <<-'E'", "RUN bash -e <<E", "RUN --network=none <<-E sh && x");
    fc.assert(
      fc.property(lines, plain, forms, fc.boolean(), (parts, last, form, crlf) => {
        const script = parts.map(([one, joined]) => one + joined).join("") + last;
        const lf = `FROM a\n${form}\n${script}\nE\nUSER x\n`;
        const text = crlf ? lf.replaceAll("\n", "\r\n") : lf;
        const [, run, user] = parse(text).instructions;
        expect(user?.keyword).toBe("USER");
        const found = (run?.commands ?? []).flatMap((command) => command.words);
        for (const { text: one, span } of found) expect(text.slice(span.start, span.end)).toBe(one);
        const expected = [...parts.map(([one]) => one), last, ...(form.endsWith("x") ? ["x"] : [])];
        expect(found.map((one) => one.text)).toEqual(expected);
      }),
    );
  });

  it("has spans inside any text", () => {
    const inside = fc.array(
      fc.constantFrom(
        "RUN ",
        "<<E",
        "<<-'E'",
        "E",
        "\n",
        "\r\n",
        "\\\n",
        "\t",
        " ",
        "a",
        "'",
        '"',
        "bash ",
        "$(",
        ")",
        "#!",
        "|",
        "`",
        "xargs ",
        "su -c ",
        ">x",
        "A=1 ",
        "COPY ",
        'RUN ["sh", "-c", "',
        'CMD ["su", "-c", "',
        '", "',
        '"]',
        '\\"',
        "\\u0041",
        "\\n",
      ),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(inside, (parts) => {
        const text = `FROM a\n${parts.join("")}`;
        const { parsed, refusals } = readDockerfile("Dockerfile", text);
        const spans = (parsed?.instructions ?? []).flatMap(
          ({ span, argsSpan, words, flags, heredocs, commands = [] }) => [
            span,
            argsSpan,
            ...[...words, ...flags].map((one) => one.span),
            ...heredocs.map((one) => one.bodySpan),
            ...commands.flatMap(({ span: whole, words: some, assignments = [], redirects = [] }) => [
              whole,
              ...[...some, ...assignments, ...redirects.map(({ target }) => target)].map((one) => one.span),
            ]),
          ],
        );
        for (const { start, end } of [...spans, ...refusals.map((one) => one.span)]) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("agrees with dockerfile-ast on ordinary files", () => {
    fc.assert(
      fc.property(files, (text) => {
        const theirs = DockerfileParser.parse(text)
          .getInstructions()
          .map((one) => [one.getKeyword(), one.getRange().start.line, one.getRange().start.character]);
        const ours = parse(text).instructions.map(({ keyword, span }) => {
          const { startLine, startColumn } = locate("f", text, span);
          return [keyword, startLine - 1, startColumn - 1];
        });
        expect(ours).toEqual(theirs);
      }),
    );
  });

  it("reads a body of 40,000 lines", () => {
    const long = `FROM a\nRUN a \\\n${"# c\n  && b \\\n".repeat(20_000)}  && c\n`;
    expect(parse(long).instructions[1]?.commands).toHaveLength(20_002);
  });
});
