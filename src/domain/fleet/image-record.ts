/** A distinct package: everything that matching looks at. Equal packages of any images are one row, and are judged once. */
export interface PackageRecord {
  /** Hex SHA-256 of `content`. */
  readonly sha256: string;
  /** Of its purl: `deb`, `npm`. */
  readonly type: string;
  readonly name: string;
  readonly version: string;
  /** Shards whose advisories are about it, sorted. */
  readonly shards: readonly string[];
  /** JSON of what matching looks at. */
  readonly content: string;
}

/** What one layer brought and the finished image still has. Images on one base share its parts. */
export interface PartRecord {
  readonly layer: number;
  /** Hex SHA-256 of its content before compression. */
  readonly sha256: string;
  /** zstd of the JSON of its packages, without their layer's number. */
  readonly content: Uint8Array;
  readonly packages: readonly PackageRecord[];
}

/** An image as it is stored once it was read. */
export interface ImageRecord {
  readonly parts: readonly PartRecord[];
  /** zstd of the JSON of everything else that a scan knows of it. */
  readonly content: Uint8Array;
  readonly os: { readonly id?: string; readonly version?: string };
  readonly user: string;
  readonly labels: readonly { readonly name: string; readonly value: string }[];
  readonly packages: number;
  readonly bytes: number;
}

/** Why an image was not read. `damaged`: its own bytes, so that another try is useless. `limited`: the registry asks to wait. */
export interface ReadRefusal {
  readonly kind: "damaged" | "trouble" | "limited" | "gone";
  readonly reason: string;
  /** Milliseconds that the registry asks to wait. */
  readonly waitMs?: number;
}
