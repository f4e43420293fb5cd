import { expect, it } from "vitest";
import { secretsInCommand } from "./secret-variable.ts";

const said = (value: readonly string[], more = {}) => ({
  value,
  at: { file: "compose.yaml", span: { start: 0, end: 0 } },
  pointer: "services.web.command",
  ...more,
});
const values = (...words: readonly string[]) => secretsInCommand(said(words)).map(({ value }) => value);

it.each([
  [["redis-server", "--requirepass", "moneyprinter"], ["moneyprinter"]],
  [["--save", "900", "1", "--requirepass", "moneyprinter"], ["moneyprinter"]],
  [["serve", "--db-password=tr0ub4dor"], ["tr0ub4dor"]],
  [["sh", "-c", "exec redis-server --requirepass tr0ub4dor"], ["tr0ub4dor"]],
  [["mysqld_exporter"], []],
  [["serve", "--password-file", "/run/secrets/web"], []],
  [["serve", "--db-password=$(DB_PASSWORD)"], []],
  [["serve", "--db-password=${DB_PASSWORD:-x1y2}"], []],
  [["serve", "--password", "changeme"], ["changeme"]],
  [["serve", "--password", "<password>"], []],
])("of %j the secrets are %j", (words, expected) => {
  expect([...new Set(values(...words))]).toEqual(expected);
});

it("says nothing of words that an env file gives", () => {
  expect(secretsInCommand(said(["serve", "--db-password=tr0ub4dor"], { hidden: true }))).toEqual([]);
});
