import { describe, expect, it } from "vitest";
import { repositoryFact, type RepositoryFact } from "./repository-fact.ts";
import { indexFile, repositoryIndex } from "./repository-index.ts";

function fact(files: Readonly<Record<string, string>>, own = "Dockerfile"): RepositoryFact {
  const all = Object.entries(files).map(([path, text]) => ({ path, text }));
  return repositoryFact(repositoryIndex(all.map(indexFile), { links: [] }), { path: own });
}

describe("what the other files of a repository say", () => {
  it("says nothing of a repository that only builds the folder", () => {
    const quiet = fact({
      Dockerfile: "FROM debian:13\nRUN apt-get update && apt-get install -y curl\n",
      "compose.yaml": "services:\n  web:\n    build: .\n",
      ".github/workflows/ci.yml": "jobs:\n  a:\n    steps:\n      - run: docker build -t x -f Dockerfile .\n",
      "README.md": "# x\n\nSee the Dockerfile.\n",
    });
    expect(quiet.namedContexts).toBeUndefined();
    expect(quiet.children).toBeUndefined();
    expect(quiet.otherContext).toBeUndefined();
    expect(quiet.mention(["apt-get", "/var/lib/apt/lists"])).toBeUndefined();
  });

  it("names file and line of what it found", () => {
    const files = {
      "compose.yaml": "services:\n  web:\n    build:\n      context: .\n      additional_contexts: {a: ../b}\n",
    };
    expect(fact(files).namedContexts).toBe("`compose.yaml` line 5 names contexts of builds");
    expect(fact(files).children).toBe("`compose.yaml` line 5 names contexts of builds");
    expect(fact({ "a/Dockerfile": "FROM ours\n" }).children).toBe(
      "`a/Dockerfile` line 1 may build on it (`FROM ours`)",
    );
    expect(fact({ "run.sh": "set -e\ndocker exec x apt-get update\n" }).mention(["apt-get"])).toBe(
      "`run.sh` line 2 mentions `apt-get`",
    );
    expect(
      fact(
        { "compose.yaml": "services:\n  a:\n    build:\n      context: .\n      dockerfile: docker/Dockerfile\n" },
        "docker/Dockerfile",
      ).otherContext,
    ).toBe("`compose.yaml` line 5 names `docker/Dockerfile`, which may be built with another folder");
  });
});
