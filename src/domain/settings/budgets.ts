/** The most (of `efficiency`, the least) that an image may have before its check fails. An absent field sets no limit. */
export interface Budgets {
  /** Bytes of all layers, uncompressed. */
  readonly size?: number;
  /** Bytes as stored or sent, where the image's source compresses its layers. */
  readonly compressedSize?: number;
  /** Bytes that later layers overwrite or delete. */
  readonly wastedBytes?: number;
  /** Bytes shown divided by bytes stored, from 0 to 1. */
  readonly efficiency?: number;
  readonly layers?: number;
  readonly packages?: number;
  /** Bytes of caches, logs, documentation and the like. */
  readonly leftovers?: number;
  /** Numbers of files with such rights. */
  readonly setuid?: number;
  readonly fileCapabilities?: number;
  readonly worldWritable?: number;
  readonly secrets?: number;
  /** Names or purls, `*` for any text: `telnet*`, `pkg:npm/left-pad@*`. */
  readonly denyPackages?: readonly string[];
  /** Licenses as the data writes them or as parts of an SPDX expression, `*` for any text, in any case: `AGPL-*`. */
  readonly denyLicenses?: readonly string[];
}

/** Those of `hullproof.yaml`: for all images, and for some of them. */
export interface BudgetSettings {
  readonly all: Budgets;
  /** `name` is the image as it was named to the command, `*` for any text. Each entry that fits replaces what it sets. */
  readonly images: readonly ({ readonly name: string } & Budgets)[];
}
