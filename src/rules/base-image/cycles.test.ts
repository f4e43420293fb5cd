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

  const titles = (image: string) => {
    const [stage] = dockerfileFact(parseDockerfile("Dockerfile", `FROM ${image}\n`)).stages;
    return stage && findCycles(stage.base).map(({ title, until }) => `${title} ${until}`);
  };
  it.each([
    ["centos:7", ["CentOS 7 2024-06-30"]],
    ["centos:centos7", ["CentOS 7 (centos7) 2024-06-30"]],
    ["centos:7.9.2009", ["CentOS 7 2024-06-30"]],
    ["docker.io/library/centos:centos7.9.2009", ["CentOS 7 (centos7) 2024-06-30"]],
    ["quay.io/centos/centos:7", ["CentOS 7 2024-06-30"]],
    ["centos:8", ["CentOS 8 2021-12-31"]],
    ["quay.io/centos/centos:stream8", ["CentOS Stream 8 (stream8) 2024-05-31"]],
    ["mcr.microsoft.com/dotnet/sdk:6.0-jammy", [".NET 6.0 2024-11-12", "Ubuntu 22.04 (jammy) 2027-06-01"]],
    ["mcr.microsoft.com/dotnet/aspnet:8.0-focal", [".NET 8.0 2026-11-10", "Ubuntu 20.04 (focal) 2025-05-29"]],
    ["mcr.microsoft.com/dotnet/runtime:10.0-alpine3.18", [".NET 10.0 2028-11-14", "Alpine Linux 3.18 2025-05-09"]],
    [
      "mcr.microsoft.com/dotnet/runtime-deps:7.0.20-bookworm-slim",
      [".NET 7.0 2024-05-14", "Debian 12 (bookworm) 2028-06-30"],
    ],
    ["mcr.microsoft.com/dotnet/core/sdk:3.1-buster", [".NET 3.1 2022-12-13", "Debian 10 (buster) 2024-06-30"]],
    [
      "mcr.microsoft.com/dotnet/sdk:8.0.100-1-jammy-chiseled",
      [".NET 8.0 2026-11-10", "Ubuntu 22.04 (jammy) 2027-06-01"],
    ],
    ["python:3.13-alpine3.18", ["Python 3.13 2029-10", "Alpine Linux 3.18 2025-05-09"]],
    ["alpine:3.18", ["Alpine Linux 3.18 2025-05-09"]],
    ["ubuntu:focal-20240530", ["Ubuntu 20.04 (focal) 2025-05-29"]],
  ])("%s has the dates of its product and its distribution", (image, expected) => {
    expect(titles(image)).toEqual(expected);
  });
  it.each([
    "centos",
    "centos:latest",
    "centos:3",
    "example/centos:7",
    "quay.io/centos/centos:stream10-development",
    "quay.io/centos7/python-38-centos7:7",
    "mcr.microsoft.com/dotnet/sdk",
    "mcr.microsoft.com/dotnet/monitor:6.0",
    "registry.example/dotnet/sdk:6.0",
    "dotnet:6.0",
    "mcr.microsoft.com/dotnet/sdk:6",
  ])("%s has no dates", (image) => {
    expect(titles(image)).toEqual([]);
  });
});
