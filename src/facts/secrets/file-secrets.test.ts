import { expect, it } from "vitest";
import { fileSecrets } from "./file-secrets.ts";

const token = { kind: "stripe-key", severity: "error", line: 3, masked: "sk_l… (38 characters)" } as const;

it("tells of a file that the final file system shows", () => {
  expect(fileSecrets([{ layer: 2, path: "/a", value: [token] }])).toEqual([
    {
      kind: "stripe-key",
      title: "Stripe secret key",
      severity: "error",
      masked: token.masked,
      place: { in: "file", layer: 2, path: "/a", line: 3 },
    },
  ]);
});

it("a file that later layers write again is told once, where it is shown", () => {
  const found = fileSecrets([
    { layer: 1, path: "/a", value: [token], hiddenBy: 3 },
    { layer: 3, path: "/a", value: [{ ...token, line: 4 }] },
  ]);
  expect(found.map(({ place }) => place)).toEqual([{ in: "file", layer: 3, path: "/a", line: 4 }]);
});

it("one that is hidden at last is told where it came in, with the layer that hides it for good", () => {
  const found = fileSecrets([
    { layer: 3, path: "/a", value: [token], hiddenBy: 5 },
    { layer: 1, path: "/a", value: [token], hiddenBy: 3 },
  ]);
  expect(found.map(({ place }) => place)).toEqual([{ in: "file", layer: 1, path: "/a", line: 3, hiddenBy: 5 }]);
});

it("a secret that was changed is told beside the new one", () => {
  const found = fileSecrets([
    { layer: 1, path: "/a", value: [token], hiddenBy: 2 },
    { layer: 2, path: "/a", value: [{ ...token, masked: "sk_l… (40 characters)" }] },
  ]);
  expect(found.map(({ place }) => "layer" in place && place.layer)).toEqual([1, 2]);
});

it("every path is told, sorted, whatever the order of the layers", () => {
  const extracts = [
    { layer: 2, path: "/b", value: [{ ...token, line: 9 }, token] },
    { layer: 1, path: "/a", value: [token] },
  ];
  const found = fileSecrets(extracts);
  expect(found.map(({ place }) => place.in === "file" && `${place.path}:${place.line}`)).toEqual([
    "/a:3",
    "/b:3",
    "/b:9",
  ]);
  expect(fileSecrets(extracts.toReversed())).toEqual(found);
});

it("a kind of another version's cache is told by its name", () => {
  expect(fileSecrets([{ layer: 0, path: "/a", value: [{ ...token, kind: "gone" }] }])[0]?.title).toBe("gone");
});
