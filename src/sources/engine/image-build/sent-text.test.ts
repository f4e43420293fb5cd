import { expect, test } from "vitest";
import { buildsByItself, hasNamedContexts } from "./builder.ts";
import { sentText } from "./sent-text.ts";

const request = (dockerfile: string, contexts: Record<string, string> = {}) => ({
  dockerfile,
  dockerfileName: "app/Dockerfile",
  contexts,
  name: "x",
});
const current = { namedContexts: true, sourcePolicy: true };
const old = { namedContexts: false, sourcePolicy: false };
const mirrored = { "python:3.13-slim": "docker-image://mirror/python:1" };

test("replaces the base in the text without named contexts", () => {
  const text = "ARG TAG=3.13-slim\nFROM python:$TAG\nCOPY --from=python:3.13-slim /a /b\n";
  expect(sentText(request(text, mirrored), current)).toEqual({ dockerfile: text, contexts: mirrored });
  expect(sentText(request(text, mirrored), old)).toEqual({
    dockerfile: "ARG TAG=3.13-slim\nFROM mirror/python:1\nCOPY --from=mirror/python:1 /a /b\n",
    contexts: {},
  });
  expect(sentText(request(text), old)).toEqual({ dockerfile: text, contexts: {} });
});

test("refuses an ambiguous base with its line", () => {
  expect(() => sentText(request('FROM scratch\nCOPY --from="python:3.13-slim" /a /b\n', mirrored), old)).toThrow(
    expect.objectContaining({ code: "build-failed", message: expect.stringMatching(/^app\/Dockerfile:2: python/) }),
  );
});

test("refuses an ADD with a hidden address without a source policy", () => {
  for (const source of ["$URL", "${URL}", '"$URL/x"', "https://$HOST/x", "http://${HOST}:80/"]) {
    const add = `FROM a\n\nADD ${source} /x\n`;
    expect(() => sentText(request(add), old), source).toThrow(
      expect.objectContaining({ code: "not-allowed", message: expect.stringMatching(/^app\/Dockerfile:3: /) }),
    );
    expect(sentText(request(add), current).dockerfile).toBe(add);
  }
  for (const line of ["ADD https://example.com/$FILE /x", "ADD app-$TAG.tar /x", "ADD a $TO", "COPY $X /x"])
    expect(sentText(request(`FROM a\n${line}\n`), old).contexts).toEqual({});
});

test("detects BuildKit in docker commands, and named contexts in engines", () => {
  const by = (version: string) => buildsByItself(`Docker version ${version}, build 297e128`);
  expect(["18.09.1", "19.03.15", "20.10.24+dfsg1"].map(by)).toEqual([true, true, true]);
  expect(["18.06.3", "23.0.0", "26.1.5+dfsg1", "29.0.0-beta"].map(by)).toEqual([false, false, false, false]);
  expect(buildsByItself("podman version 5.4.2")).toBe(false);
  expect(["1.40", "1.41", "1.42", "1.56"].map((apiVersion) => hasNamedContexts({ apiVersion }))).toEqual([
    false,
    false,
    true,
    true,
  ]);
});
