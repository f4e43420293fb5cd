import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isImageName } from "../../../formats/dockerfile/image-name.ts";
import { parseReference, showReference } from "./reference.ts";

const digest = `sha256:${"a".repeat(64)}`;

describe("parseReference", () => {
  it.each([
    ["python", "docker.io", "library/python", "latest", undefined, "python:latest"],
    ["python:3.13-slim", "docker.io", "library/python", "3.13-slim", undefined, "python:3.13-slim"],
    ["team/app", "docker.io", "team/app", "latest", undefined, "team/app:latest"],
    ["docker.io/python", "docker.io", "library/python", "latest", undefined, "python:latest"],
    ["index.docker.io/library/python:3", "docker.io", "library/python", "3", undefined, "python:3"],
    ["localhost/app", "localhost", "app", "latest", undefined, "localhost/app:latest"],
    ["localhost:5000/app:1", "localhost:5000", "app", "1", undefined, "localhost:5000/app:1"],
    ["127.0.0.1:5000/a/b/c", "127.0.0.1:5000", "a/b/c", "latest", undefined, "127.0.0.1:5000/a/b/c:latest"],
    ["[::1]:5000/app", "[::1]:5000", "app", "latest", undefined, "[::1]:5000/app:latest"],
    ["GHCR.io/owner/app", "ghcr.io", "owner/app", "latest", undefined, "ghcr.io/owner/app:latest"],
    [`app@${digest}`, "docker.io", "library/app", undefined, digest, `app@${digest}`],
    [`host.example/app:1@${digest}`, "host.example", "app", "1", digest, `host.example/app:1@${digest}`],
  ])("reads %s", (text, host, repository, tag, hash, shown) => {
    const reference = parseReference(text);
    expect(reference).toEqual({
      host,
      repository,
      ...(tag === undefined ? {} : { tag }),
      ...(hash === undefined ? {} : { digest: hash }),
    });
    expect(showReference(reference)).toBe(shown);
  });

  it.each([
    ["", /nothing is not a repository/],
    ["App", /lower case/],
    ["app:", /nothing is not a tag/],
    ["app:a b", /is not a tag/],
    ["a/../b", /is not a repository/],
    ["host.example/", /nothing is not a repository/],
    ["-host.example/app", /is not a host/],
    ["http://host.example/app", /is no/],
    ["app@sha256:abc", /its digest/],
    [`app@sha256:${"A".repeat(64)}`, /its digest/],
    ["a@b@c", /its digest/],
    [`a/${"b".repeat(2_000)}`, /too long/],
  ])("refuses %s", (text, message) => {
    expect(() => parseReference(text)).toThrow(message);
    try {
      parseReference(text);
    } catch (error) {
      expect(error).toMatchObject({ code: "bad-usage", hint: expect.stringMatching(/python/) as string });
    }
  });

  it("rejects names that Docker rejects", () => {
    const piece = fc.constantFrom(
      "a",
      "B",
      "0",
      ".",
      ":",
      "/",
      "-",
      "_",
      "__",
      "@",
      "localhost",
      digest,
      "[",
      "]",
      " ",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
        const text = pieces.join("");
        let taken = true;
        try {
          parseReference(text);
        } catch (error) {
          taken = false;
          expect(error).toMatchObject({ name: "Failure" });
        }
        if (taken) expect(isImageName(text)).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });
});
