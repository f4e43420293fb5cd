import { expect, it } from "vitest";
import type { ImageInfo, SecretFound } from "../../src/domain/image/image-info.ts";
import type { Facts } from "../../src/rules/needs.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { imageFacts } from "../../src/facts/image/image-facts.ts";
import { judge } from "../judge.ts";
import deletedButShipped from "../../src/rules/secrets/deleted-but-shipped.ts";
import inImageConfig from "../../src/rules/secrets/in-image-config.ts";
import inImageFile from "../../src/rules/secrets/in-image-file.ts";
import inImageHistory from "../../src/rules/secrets/in-image-history.ts";

const rules: readonly Rule[] = [deletedButShipped, inImageConfig, inImageFile, inImageHistory];
const layers = [{ index: 1, diffId: "sha256:a1", createdBy: "RUN |1 TOKEN=x9y8z7w6", line: 4, bytes: 10 }];
const image = { layers } as unknown as ImageInfo;
const run = (facts: Partial<Facts>, missing?: Record<string, string>) =>
  judge(rules, { target: "t", facts: { ...imageFacts(image), ...facts }, ...(missing && { missing }) });
const secret = (place: SecretFound["place"], severity: SecretFound["severity"] = "error"): SecretFound => ({
  kind: "stripe-key",
  title: "Stripe secret key",
  severity,
  masked: "sk_l… (38 characters)",
  place,
});

it("where nobody looked, no rule passes", () => {
  const { results } = run({}, { secrets: "not looked for" });
  expect(results.map(({ verdict }) => verdict)).toEqual(["skipped", "skipped", "skipped", "skipped"]);
  expect(results[0]?.reason).toBe("secrets: not looked for");
});

it("each place has its rule, and nothing is told twice", () => {
  const { findings } = run({
    secrets: [
      secret({ in: "file", layer: 0, path: "/a", line: 1 }),
      secret({ in: "file", layer: 1, path: "/b", line: 1, hiddenBy: 2 }),
      secret({ in: "env", name: "DB_PASSWORD" }),
      secret({ in: "history", step: 3, layer: 1 }),
    ],
  });
  expect(findings.map(({ rule, also }) => [rule, ...also].join(" ")).sort()).toEqual([
    "secrets/deleted-but-shipped cis-docker/4.10",
    "secrets/in-image-config dockle/CIS-DI-0010 cis-docker/4.10",
    "secrets/in-image-file cis-docker/4.10",
    "secrets/in-image-history cis-docker/4.10",
  ]);
  expect(findings.find(({ rule }) => rule === "secrets/in-image-history")?.message).toContain(
    "line 4 of the Dockerfile",
  );
  // The step of the history holds the secret in full.
  expect(JSON.stringify(findings)).not.toContain("x9y8z7w6");
});

it("a file with several is one finding, as grave as the gravest, and dockle is named where it would speak", () => {
  const place = (line: number) => ({ in: "file", layer: 0, path: "/root/.aws/credentials", line }) as const;
  const { findings } = run({ secrets: [secret(place(1), "warning"), secret(place(2)), secret(place(3), "info")] });
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({ severity: "error", also: ["dockle/CIS-DI-0010", "cis-docker/4.10"] });
  expect(findings[0]?.message).toContain("2 more secrets");
});
