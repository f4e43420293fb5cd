import { ownValue } from "../../domain/own-value.ts";
import { z } from "zod";
import type { Budgets, BudgetSettings } from "../../domain/settings/budgets.ts";
import { defined } from "../../text/defined.ts";

const units: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1_000,
  mb: 1_000_000,
  gb: 1_000_000_000,
  kib: 1_024,
  mib: 1_048_576,
  gib: 1_073_741_824,
};

const amount = z
  .union([z.int().min(0), z.string().regex(/^\d+(\.\d+)? ?([kMG]i?)?B$/i, "an amount such as 200MB, 1.5GB or 64MiB")])
  .describe(
    "An amount: 200MB, 1.5GB, 64MiB, or a number of bytes. 1 MB is 1,000,000 bytes, as `docker images` counts.",
  );
const count = z.int().min(0);
const patterns = z.array(z.string().min(1)).describe("`*` stands for any text.");

const limits = {
  size: amount.optional().describe("Bytes of all layers, uncompressed."),
  compressedSize: amount
    .optional()
    .describe("Bytes as stored or sent, where the image's source compresses its layers."),
  wastedBytes: amount.optional().describe("Bytes that later layers overwrite or delete."),
  efficiency: z.number().min(0).max(1).optional().describe("The least share of the stored bytes that containers see."),
  layers: count.optional().describe("Number of layers."),
  packages: count.optional().describe("Number of packages; those that only lock files name do not count."),
  leftovers: amount.optional().describe("Bytes of caches, logs, documentation and the like."),
  setuid: count.optional().describe("Files with the set-user-ID or set-group-ID bit."),
  fileCapabilities: count.optional().describe("Files with capabilities."),
  worldWritable: count.optional().describe("Files and folders that everyone may write to."),
  secrets: count.optional().describe("Secrets found in the image."),
  denyPackages: patterns.optional().describe("Names or purls that no image may have; `*` stands for any text."),
  denyLicences: patterns.optional().describe("Licenses that no package may have; `*` stands for any text."),
};

/** Limits for all images, and in `images` for those with a name. */
export const budgets = z
  .strictObject({
    ...limits,
    images: z
      .array(
        z.strictObject({
          name: z.string().min(1).describe("The image as it is named to the command; `*` stands for any text."),
          ...limits,
        }),
      )
      .default([])
      .describe("Limits for some images; each entry that fits replaces what it names."),
  })
  .default({ images: [] })
  .describe("What an image may cost and contain before its check fails.");

type ParsedBudget = Omit<z.infer<typeof budgets>, "images">;

export function toBudgets({ images, ...all }: z.infer<typeof budgets>): BudgetSettings {
  return { all: toLimits(all), images: images.map(({ name, ...own }) => ({ name, ...toLimits(own) })) };
}

function toLimits({ size, compressedSize, wastedBytes, leftovers, ...others }: ParsedBudget): Budgets {
  const bytes = { size, compressedSize, wastedBytes, leftovers };
  return {
    ...defined(others),
    ...Object.fromEntries(
      Object.entries(bytes).flatMap(([name, text]) => (text === undefined ? [] : [[name, toBytes(text)]])),
    ),
  };
}

function toBytes(amountOf: string | number): number {
  if (typeof amountOf === "number") return amountOf;
  const unit = /^[\d.]+\s*([a-z]+)$/i.exec(amountOf.trim())?.[1]?.toLowerCase() ?? "b";
  return Math.round(Number.parseFloat(amountOf) * (ownValue(units, unit) ?? 1));
}
