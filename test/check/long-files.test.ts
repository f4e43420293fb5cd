import { describe, expect, it } from "vitest";
import { dockerfileFact } from "../../src/facts/dockerfile/stages.ts";
import { textFacts } from "../../src/facts/text-facts.ts";
import { parseDockerfile } from "../../src/formats/dockerfile/parse.ts";
import { rules } from "../../src/rules/index.ts";
import { runRules } from "../../src/rules/run/run-rules.ts";

const from = "FROM debian:trixie-slim\n";

// A file may be made to be slow: no rule that goes by the text alone may look at every line for every line.
describe("a file of 20,000 instructions", () => {
  it("costs each rule seconds at most", () => {
    const many = (line: (at: number) => string) => Array.from({ length: 20_000 }, (_, at) => line(at)).join("\n");
    const texts = [
      `${from}${many((at) => (at % 2 === 0 ? `COPY a${at} b${at} c` : `RUN chown -R 1:1 /app`))}\n`,
      many((at) => `FROM ${at === 0 ? "a" : `s${at - 1}`} AS s${at}`),
      `${from}${many((at) => (at % 2 === 0 ? `COPY a${at}.tgz /` : `RUN tar -xf a${at}.tgz`))}\n`,
      `FROM a AS b\n${many((at) => (at % 2 === 0 ? "FROM c" : "COPY --from=0 /a /b"))}\n`,
    ];
    const policy = { registries: ["docker.io"], labels: { a: "semver" }, strictLabels: true } as const;
    const textRules = rules.filter(({ needs }) => needs.every((need) => need === "dockerfile" || need === "policy"));
    for (const text of texts) {
      const facts = textFacts(dockerfileFact(parseDockerfile("Dockerfile", text)), { today: "2026-11-24", policy });
      for (const rule of textRules) {
        const start = performance.now();
        runRules([rule], { target: "t", facts });
        expect(`${rule.id} ${performance.now() - start < 3_000 ? "soon" : text.slice(0, 60)}`).toBe(`${rule.id} soon`);
      }
    }
  }, 120_000);
});
