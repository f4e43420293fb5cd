import { describe, expect, it } from "vitest";
import { parseConfig } from "../../sources/configuration/config.ts";
import { chooseRegistries } from "./targets.ts";

const { fleet } = parseConfig(
  "hullproof.yaml",
  `fleet:
  newest: 5
  interval: 30m
  registries:
    registry.example:5000:
      repositories: [team/*, tools/report]
      tags: ["v*"]
      newest: 3
      requests: { limit: 100, window: 1m }
    docker.io: { repositories: [library/python], platforms: [linux/arm64] }
    other.example:
`,
);

describe("registries of a fleet", () => {
  it("come from the configuration if the command line names none", () => {
    expect(chooseRegistries([], {}, fleet)).toEqual([
      {
        host: "registry.example:5000",
        settings: {
          tags: ["v*"],
          newest: 3,
          platforms: [],
          interval: 1_800,
          requests: { limit: 100, seconds: 60 },
          names: ["tools/report"],
          patterns: ["team/*"],
        },
      },
      {
        host: "docker.io",
        settings: {
          tags: ["*"],
          newest: 5,
          platforms: ["linux/arm64"],
          interval: 1_800,
          names: ["library/python"],
          patterns: [],
        },
      },
      {
        host: "other.example",
        settings: { tags: ["*"], newest: 5, platforms: [], interval: 1_800, names: [], patterns: ["*"] },
      },
    ]);
  });

  it("are those of the command line, whose flags win over settings of their host", () => {
    const [registry, ...more] = chooseRegistries(
      ["registry.example:5000/shop/web"],
      { newest: 9, tags: undefined },
      fleet,
    );
    expect(more).toEqual([]);
    expect(registry?.settings).toMatchObject({ names: ["shop/web"], patterns: [], newest: 9, tags: ["v*"] });
  });

  it.each([
    ["registries: { team: }", /:1:\d+: fleet\.registries\.team: no registry/],
    ["interval: 1s", /fleet\.interval: 1s is not a time from 5s to 30d/],
    ["newest: 0", /fleet\.newest: /],
    ["platforms: [arm64]", /fleet\.platforms\.0: a platform such as linux\/arm64/],
    ["requests: { limit: 5, window: 1m }", /fleet\.requests\.limit: /],
    ["requests: { limit: 50, window: soon }", /fleet\.requests\.window: soon is not a time/],
    [
      "registries: { a.example: { repositories: [Team/App] } }",
      /fleet\.registries\.a\.example\.repositories\.0: a repository in lower case/,
    ],
    ["registries: { a.example: { newst: 1 } }", /fleet\.registries\.a\.example\.newst: no such key/],
  ])("refuses %s by name", (text, message) => {
    expect(() => parseConfig("hullproof.yaml", `fleet: { ${text} }`)).toThrow(message);
  });
});
