import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { quietGiven } from "../../../test/quiet-given.ts";
import { withWordsByName } from "../../facts/secrets/words-by-name.ts";
import compose from "../compose/emit/compose.ts";
import dockerRun from "../run-line/emit/docker-run.ts";
import kubernetes from "../kubernetes/emit/kubernetes.ts";
import quadlet from "../quadlet/emit/quadlet.ts";
import { shownValues } from "./shown-values.ts";

const env = [{ name: "DB_PASSWORD", value: "another-0ne" }];
const asked = { ...quietGiven, env, entrypoint: ["serve"], command: ["--db-password=tr0ub4dor", "$HOME", "--port=80"] };
const given = withWordsByName(asked, { DB_PASSWORD: "another-0ne" });
const shown = shownValues(given, false);

it("replaces secret words of a running container by variables with unique names", () => {
  expect(given.command).toEqual(["--db-password=${DB_PASSWORD_2}", "$HOME", "--port=80"]);
  const texts = [dockerRun.container, compose.container, kubernetes.container, quadlet.container].map(
    (print) => print(given, shown).text,
  );
  for (const text of texts) {
    expect(text).not.toContain("tr0ub4dor");
    expect(text).toContain("DB_PASSWORD_2");
  }
  const [, composeText = "", pod = "", unit = ""] = texts;
  expect(composeText).toContain(
    '["--db-password=${DB_PASSWORD_2:?it is not kept in this file}", "$$HOME", "--port=80"]',
  );
  expect(pod).toContain('"--db-password=$(DB_PASSWORD_2)"');
  expect(pod).toContain('key: "DB_PASSWORD_2"');
  expect(unit).toContain("Exec=--db-password=${DB_PASSWORD_2} $$HOME --port=80");
  expect(unit).toMatch(/\[Service\]\nEnvironmentFile=%E\/containers\/systemd\/.*\.service\.env/);
});

it("passes exactly the words to a shell", () => {
  const script = `docker() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n${dockerRun.container(given, shown).text}`;
  const env = { ...process.env, DB_PASSWORD: "x", DB_PASSWORD_2: "tr0ub4dor" };
  const words = execFileSync("sh", ["-c", script], { encoding: "utf8", env }).split("\0");
  expect(words.slice(-4, -1)).toEqual(asked.command);
});
