import { describe, expect, it } from "vitest";
import { dockerfileFact } from "../../facts/dockerfile/stages.ts";
import { parseDockerfile } from "../../formats/dockerfile/parse.ts";
import { findCycles } from "./cycles.ts";
import { hasEnded, lifecycles } from "../../data/release-cycles.ts";

describe("lifecycles", () => {
  it("moves to a known cycle that outlives every earlier long-term cycle", () => {
    for (const { moveTo, until } of Object.values(lifecycles)) {
      if (moveTo !== undefined) expect(until[moveTo]).toMatch(/^20(2[7-9]|3\d)-/);
      for (const day of Object.values(until)) expect(day).toMatch(/^20\d\d-\d\d(-\d\d)?$/);
    }
  });

  it("ends a month after its last day, and a day after it has passed", () => {
    expect([hasEnded("2026-10", "2026-10-31"), hasEnded("2026-10", "2026-11-01")]).toEqual([false, true]);
    expect([hasEnded("2024-10-07", "2024-10-07"), hasEnded("2024-10-07", "2024-10-08")]).toEqual([false, true]);
  });

  it.each([
    ["docker.io/library/python:3.8.10-slim-buster", "3.13-slim-trixie"],
    ["python:3.13-slim-bullseye", "3.13-slim-trixie"],
    ["node:lts-hydrogen-slim", "lts-krypton-slim"],
    ["node:18-bookworm-slim", "24-bookworm-slim"],
    ["ubuntu:focal", "noble"],
    ["debian:11.9-slim", "13-slim"],
    ["ruby:2.7-alpine", "3.4-alpine"],
  ])("%s moves to %s", (image, tag) => {
    const [stage] = dockerfileFact(parseDockerfile("Dockerfile", `FROM ${image}\n`)).stages;
    expect(stage && findCycles(stage.base)[0 + Number(image.startsWith("python:3.13"))]?.newTag).toBe(tag);
  });
});
