import { describe, expect, it } from "vitest";
import type { Workload } from "../../domain/workload/workload.ts";
import { resolveWords } from "../../secrets/variable-references.ts";
import { withWordsByName } from "./words-by-name.ts";

describe("withWordsByName", () => {
  it.each([
    [
      ["redis-server", "--requirepass", "tr0ub4dor"],
      ["redis-server", "--requirepass", "${REQUIREPASS}"],
    ],
    [
      ["web", "--db-password=tr0ub4dor"],
      ["web", "--db-password=${DB_PASSWORD}"],
    ],
    [
      ["sh", "-c", "API_TOKEN=tr0ub4dor9 web"],
      ["sh", "-c", "API_TOKEN=${API_TOKEN} web"],
    ],
    [
      ["sh", "-c", "echo ${PASSWORD}; web --password tr0ub4dor"],
      ["sh", "-c", "echo ${PASSWORD}; web --password ${PASSWORD_2}"],
    ],
    [
      ["a", "--password", "tr0ub4dor", "--token", "tr0ub4dor"],
      ["a", "--password", "${PASSWORD}", "--token", "${PASSWORD}"],
    ],
    [
      ["web", "--password-file", "/run/secrets/db"],
      ["web", "--password-file", "/run/secrets/db"],
    ],
    [
      ["web", "--password=$PASSWORD"],
      ["web", "--password=$PASSWORD"],
    ],
    [
      ["web", "--port", "8080"],
      ["web", "--port", "8080"],
    ],
    [["web", "postgres://app:tr0ub4dor9x@db/shop"], undefined],
  ])("keeps %j by name", (command, expected) => {
    const named: Partial<Workload> = withWordsByName({ command });
    if (expected !== undefined) expect(named.command).toEqual(expected);
    expect(resolveWords(named.command, named.variables)).toEqual(command);
    expect(JSON.stringify(named.command)).not.toContain("tr0ub4dor");
  });

  it("looks at the words of a check, too", () => {
    const ready = { kind: "exec", command: ["redis-cli", "-a", "tr0ub4dor", "ping"] } as const;
    const named: Partial<Workload> = withWordsByName({ command: ["redis-server"], ready });
    expect(named.ready).toEqual({ kind: "exec", command: ["redis-cli", "-a", "${PASSWORD}", "ping"] });
    expect(named.variables).toEqual({ PASSWORD: "tr0ub4dor" });
  });
});
