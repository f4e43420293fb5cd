import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyConfig } from "../../../domain/settings/config.ts";
import { isInspectText } from "../../targets/search/content.ts";
import { judgeInspected } from "./judge-inspected.ts";

const records = join(import.meta.dirname, "../../../../test/container-records");
const record = (engine: string) => {
  const { containers } = JSON.parse(readFileSync(join(records, `${engine}.json`), "utf8")) as { containers: unknown };
  return JSON.stringify(containers, undefined, 4);
};
const judged = (text: string) => judgeInspected("inspect.json", text, emptyConfig, { today: "2026-11-28" });

test.each(["docker-26.1.5", "docker-29", "podman-5.4.2"])(
  "evaluates the output of %s for three containers",
  (engine) => {
    const text = record(engine);
    expect(isInspectText(text.slice(0, 4_096))).toBe(true);
    const { run, target } = judged(text);
    expect(target).toMatchObject({ kind: "container", id: "inspect.json" });
    const privileged = run.findings.filter(({ rule }) => rule === "capabilities/privileged");
    expect(privileged).toMatchObject([
      { container: "recorded-privileged", location: { setting: "HostConfig.Privileged" } },
    ]);
    const memory = run.findings.filter(({ rule }) => rule === "limits/no-memory").map(({ container }) => container);
    expect(new Set(memory)).toEqual(new Set(["recorded-plain", "recorded-privileged"]));
    expect(run.results.filter(({ verdict }) => verdict === "failed")).toEqual([]);
  },
);

test.each(["", "{", "[1]", '[{"Id":"x"}]', "null", '[{"Id":"abc","State":{},"Name":"/x"}]'])(
  "%j is refused with what to do",
  (text) => {
    expect(() => judged(text)).toThrow(
      expect.objectContaining({ code: "unreadable", hint: expect.stringContaining("docker inspect") }),
    );
  },
);

test.each(['{"Id":"sha256:1","RepoTags":[]}', '[{"name":"x"}]', '{"services":{}}'])("refuses %j", (text) => {
  expect(isInspectText(text)).toBe(false);
});
