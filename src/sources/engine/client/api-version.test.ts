import { describe, expect, test } from "vitest";
import { agreeOnApi } from "./api-version.ts";

const at = { endpoint: "unix:///x.sock", version: "30.1" };

describe("the newest common API version", () => {
  test.each([
    ["1.40", "1.12", "1.40"],
    ["1.41", "1.12", "1.41"],
    ["1.45", "1.24", "1.45"],
    // 29.0, 29.3, and one whose administrator excluded older clients.
    ["1.52", "1.44", "1.52"],
    ["1.54", "1.40", "1.54"],
    ["1.56", "1.56", "1.56"],
    ["1.60", "1.50", "1.56"],
    ["1.60", undefined, "1.56"],
    // Podman 5 and similar engines.
    ["1.41", "1.24", "1.41"],
  ])("negotiates %s, minimum %s: %s", (most, least, expected) => {
    expect(agreeOnApi({ ...at, most, least })).toBe(expected);
  });

  test("rejects an engine that dropped our versions, with a hint", () => {
    expect(() => agreeOnApi({ ...at, most: "1.70", least: "1.57" })).toThrow(
      expect.objectContaining({
        code: "engine-unreachable",
        message: "The engine at unix:///x.sock (30.1) speaks API 1.57 to 1.70; hullproof speaks 1.40 to 1.56.",
        hint: expect.stringMatching(/^Upgrade hullproof\..*min-api-version/),
      }),
    );
  });

  test("rejects an engine that is too old", () => {
    expect(() => agreeOnApi({ ...at, most: "1.39", least: "1.12" })).toThrow(
      expect.objectContaining({
        message: expect.stringContaining("1.39 at most"),
        hint: expect.stringMatching(/19\.03/),
      }),
    );
  });

  test.each(["", "2.1", "1.x", "v1.45", "1.45.1"])("rejects version %j", (most) => {
    expect(agreeOnApi({ ...at, most })).toBeUndefined();
  });
});
