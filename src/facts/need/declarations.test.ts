import { describe, expect, it } from "vitest";
import { declarationOf, isDeclaration } from "./declarations.ts";

describe("declarationOf", () => {
  it("reads package.json with peers, optional packages and aliases", () => {
    const text = JSON.stringify({
      dependencies: { express: "4", alias: "npm:real@1" },
      optionalDependencies: { fsevents: "2" },
      devDependencies: { vitest: "3", __proto__: null, constructor: "1" },
    });
    expect(declarationOf("/app/package.json", text)).toEqual({
      ecosystem: "npm",
      required: ["express", "real", "fsevents"],
      development: ["vitest", "constructor"],
    });
  });

  it.each(["", "{", "[]", "7", "null", "[".repeat(100_000)])("knows nothing of package.json with %.10s", (text) => {
    expect(declarationOf("/app/package.json", text)).toBeUndefined();
  });

  it("reads requirements, and which of them are for development", () => {
    const text =
      "# x\n-r base.txt\n--hash=sha256:0\nFlask[async]==3.1 ; python_version > '3'\nhttps://example.org/x.whl\nruamel.yaml\n  zope_interface>=1\n";
    const names = ["flask", "ruamel-yaml", "zope-interface"];
    expect(declarationOf("/app/requirements.txt", text)).toMatchObject({ required: names, development: [] });
    expect(declarationOf("/app/requirements-dev.txt", text)).toMatchObject({ required: [], development: names });
    expect(declarationOf("/app/test.requirements.in", text)).toMatchObject({ required: [], development: names });
  });

  it("reads pyproject.toml of PEP 621, PEP 735 and Poetry", () => {
    const text = [
      "[build-system]",
      'requires = ["setuptools"]',
      "[project]",
      'keywords = ["web"]',
      'dependencies = ["flask>=3", "gunicorn"]',
      "[project.optional-dependencies]",
      'redis = ["redis"]',
      "[dependency-groups]",
      'dev = ["pytest", {include-group = "lint"}]',
      "[tool.poetry.dependencies]",
      'python = "^3.13"',
      "[tool.poetry.group.dev.dependencies]",
      'black = "*"',
      "",
    ].join("\n");
    const { required, development } = declarationOf("/app/pyproject.toml", text) ?? {};
    expect(required).toEqual(["flask", "gunicorn", "redis", "python"]);
    expect(development).toEqual(["pytest", "lint", "black"]);
  });

  it("bounds names, and reads no file of an installed package", () => {
    const many = Array.from({ length: 50_000 }, (_, at) => `p${at}`).join("\n");
    expect(declarationOf("/requirements.txt", many)?.required).toHaveLength(10_000);
    expect(isDeclaration("/app/package.json")).toBe(true);
    expect(isDeclaration("/app/node_modules/a/package.json")).toBe(false);
    expect(isDeclaration("/usr/lib/python3/dist-packages/a/requirements.txt")).toBe(false);
    expect(isDeclaration("/app/requirements.txt.bak")).toBe(false);
  });
});
