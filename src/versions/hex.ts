import semver from "./semver.ts";
import type { VersionOrder } from "./version-order.ts";

/** Hex: Elixir's `Version`, which is https://semver.org (https://hexdocs.pm/elixir/Version.html). */
const hex: VersionOrder = { ...semver, scheme: "hex" };
export default hex;
