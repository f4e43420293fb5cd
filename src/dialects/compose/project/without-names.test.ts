import { expect, it } from "vitest";
import { withoutNames } from "./without-names.ts";

const text =
  "services:\n  search:\n    image: registry.example/getmeili/meilisearch:v1\n    environment:\n      - KEY=word-of-the-file\n";
const kept = (value: string) => withoutNames([{ value }], new Map([["compose.yaml", text]])).length === 1;

it.each(["meilisearch", "getmeili", "registry.example", "v1", "search"])("removes the name %s", (value) => {
  expect(kept(value)).toBe(false);
});

it.each(["meili", "meilisearch2", "word-of-the-file", "services", "x7Kq2mZ9vT"])("keeps %s", (value) => {
  expect(kept(value)).toBe(true);
});
