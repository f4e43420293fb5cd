import { expect, test } from "vitest";
import { provenText } from "./proven-for.ts";

test("formats clients, duration and gaps", () => {
  expect(provenText({ clients: 8, seconds: 3 })).toBe("8 clients at once for 3 s");
  expect(provenText({ clients: 1, seconds: 0.5 })).toBe("1 client for 0.5 s");
  expect(provenText()).toBe("1 client, one step after the other");
  expect(provenText({ clients: 4, seconds: 3, notUnderLoad: ["reload (a signal is no load)", "x"] })).toBe(
    "4 clients at once for 3 s; not proven under load: reload (a signal is no load), x",
  );
  expect(provenText({ clients: 1, seconds: 0, notUnderLoad: ["there is no step"] })).toBe(
    "1 client, one step after the other; not proven under load: there is no step",
  );
});

test("formats the process observation, or why it is missing", () => {
  const watched = { clients: 8, seconds: 3, watched: { seconds: 16, method: "proc" as const } };
  expect(provenText(watched)).toBe("8 clients at once for 3 s, processes watched for 16 s");
  expect(provenText({ ...watched, watched: { seconds: 60, method: "top", changing: true }, notUnderLoad: ["x"] })).toBe(
    "8 clients at once for 3 s, processes watched for 60 s (ids and groups alone, by the engine's ps; they changed until the end); not proven under load: x",
  );
  expect(provenText({ clients: 1, seconds: 0, watched: { reason: "it ends by itself" } })).toBe(
    "1 client, one step after the other, processes not watched (it ends by itself)",
  );
});
